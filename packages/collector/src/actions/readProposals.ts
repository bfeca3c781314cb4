import { createHash } from 'node:crypto';
import type { SourceProposal } from '@headwater/contract';
import { misspellings, MOST_GIVEN, type GivenSource } from '../domain/proposals.ts';
import { decidedProposals } from '../storage/sourceDecisions.ts';
import { leadsBySource } from '../storage/tallies.ts';
import type { Deps } from './deps.ts';
import { settingsValue } from './settings.ts';
import { freshTallies, touchSums, type TouchSums } from './tallyTouches.ts';

/** More than this nobody decides on in one sitting. */
const MOST_PROPOSALS = 200;

/** `sums`: who adds up what was counted, where that is not the database that everybody waits for. */
type Asking = Pick<Deps, 'db' | 'clock'> & { sums?: TouchSums };

/** Sources that are probably misspelt and nobody has decided on, the most frequent first. */
export async function readProposals(deps: Asking): Promise<SourceProposal[]> {
  const { db } = deps;
  const { aliases } = await settingsValue(db, 'sources');
  const decided = await decidedProposals(db);
  const found = misspellings(await givenSources(deps), aliases)
    .map((each) => ({ ...each, id: proposalId(each.name) }))
    .filter(({ id }) => !decided.has(id))
    .slice(0, MOST_PROPOSALS);
  const leads = await leadsBySource(
    db,
    found.map(({ name }) => name),
  );
  return found.map(({ id, name, spellings, means, distance, touches, firstAt }) => ({
    id,
    arrived: name,
    spellings,
    means,
    distance,
    touches,
    leads: leads.get(name) ?? 0,
    since: new Date(firstAt).toISOString(),
  }));
}

/** By the name alone, so that what was refused does not come back as something else. */
const proposalId = (name: string): string =>
  `prop_${createHash('sha256').update(name).digest('hex').slice(0, 20)}`;

async function givenSources(deps: Asking): Promise<GivenSource[]> {
  const { sums = touchSums(deps.db) } = deps;
  const { fresh } = await freshTallies(deps, sums);
  const given = new Map((await sums.sourcesGiven(MOST_GIVEN)).map((each) => [each.spelling, each]));
  for (const { source, touches, first_at } of fresh) {
    if (source === null) continue;
    const known = given.get(source) ?? { spelling: source, touches: 0, firstAt: first_at };
    given.set(source, { ...known, touches: known.touches + touches });
  }
  return [...given.values()];
}
