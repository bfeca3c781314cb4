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

type Chapters = Record<string, (it: Case) => void>;

/** What visitors do. */
export const visits: Chapters = {
  'A journey': journeys,
  'An application': applications,
  'A page': lifecycle,
};

/** What they, their browsers and the network make of it. */
export const conditions: Chapters = {
  'A visitor who is asked': consent,
  'A browser that refuses': refusals,
  'The script': loading,
  'Two domains': domains,
  'The network': network,
  'The cookie': renewal,
};

/** All that is played in every engine, as far as it can. */
export const chapters: Chapters = { ...visits, ...conditions };
