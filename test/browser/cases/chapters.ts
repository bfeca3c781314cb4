import type { Case } from '../scene.ts';
import { applications } from './applications.ts';
import { consent } from './consent.ts';
import { domains } from './domains.ts';
import { journeys } from './journeys.ts';
import { lifecycle } from './lifecycle.ts';
import { loading } from './loading.ts';
import { network } from './network.ts';
import { refusals } from './refusals.ts';
import { renewal } from './renewal.ts';

/** All that is played in every engine, as far as it can. */
export const chapters: Record<string, (it: Case) => void> = {
  'A journey': journeys,
  'An application': applications,
  'A page': lifecycle,
  'A visitor who is asked': consent,
  'A browser that refuses': refusals,
  'The script': loading,
  'Two domains': domains,
  'The network': network,
  'The cookie': renewal,
};
