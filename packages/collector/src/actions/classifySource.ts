import type { Classification, ClassifyRequest } from '@headwater/contract';
import { resolveTouch } from '../domain/source.ts';
import type { Db } from '../storage/dialect.ts';
import { codesIn, sourceRules } from './readJourney.ts';

/** Says what a touch would mean, by the settings in force, without storing anything. */
export async function classifySource(db: Db, request: ClassifyRequest): Promise<Classification> {
  const rules = await sourceRules(db, codesIn(request));
  const { resolved, rule } = resolveTouch({ kind: 'touch', ...request }, rules);
  const { source, medium, campaign, channel, family } = resolved;
  return { source, medium, campaign, channel, family, rule };
}
