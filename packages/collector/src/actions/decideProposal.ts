import type { ProposalDecided, ProposalDecision, SourceProposal } from '@headwater/contract';
import { findDecision, insertDecision } from '../storage/sourceDecisions.ts';
import type { SourceDecisionsTable } from '../storage/sourceTables.ts';
import type { Deps } from './deps.ts';
import { readProposals } from './readProposals.ts';
import { reviseSettings } from './reviseSettings.ts';

export type Decided =
  | { outcome: 'decided' | 'repeated' | 'otherwise'; decided: ProposalDecided }
  | { outcome: 'unknown' }
  | { outcome: 'unfit' };

/** Takes the decision back with its transaction. Says nothing of the name: strangers write it. */
class UnfitAlias extends Error {}

/**
 * Takes what a person says of a proposal. Accepted, the spelling becomes an alias: a version of the settings, with
 * history recomputed, in one transaction with the decision. Refused, it never comes back. `unfit`: the settings
 * would not be valid with the alias, and nothing is decided.
 */
export async function decideProposal(
  deps: Deps,
  id: string,
  { decision, by }: { decision: ProposalDecision; by: string },
): Promise<Decided> {
  const earlier = await findDecision(deps.db, id);
  if (earlier) return decidedBefore(earlier, decision);
  const proposal = (await readProposals(deps)).find((each) => each.id === id);
  if (!proposal) return { outcome: 'unknown' };
  const row = rowOf(proposal, decision, { by, atMs: deps.clock.now() });
  const stored = await storeDecision(deps, proposal, row);
  deps.signals.timers.ring();
  if (stored === 'unfit') return { outcome: 'unfit' };
  if (stored === 'first') return { outcome: 'decided', decided: inWords(row) };
  const other = await findDecision(deps.db, id);
  return other ? decidedBefore(other, decision) : { outcome: 'unknown' };
}

async function storeDecision(
  deps: Deps,
  proposal: SourceProposal,
  row: SourceDecisionsTable,
): Promise<'first' | 'later' | 'unfit'> {
  try {
    return await deps.db.transaction().execute(async (trx) => {
      const isNew = await insertDecision(trx, row);
      if (isNew && row.decision === 'accept') await addAlias({ ...deps, db: trx }, proposal, row.decided_by);
      return isNew ? 'first' : 'later';
    });
  } catch (error) {
    if (error instanceof UnfitAlias) return 'unfit';
    throw error;
  }
}

async function addAlias(
  deps: Pick<Deps, 'db' | 'clock'>,
  { arrived, means }: SourceProposal,
  changedBy: string,
): Promise<void> {
  const revision = await reviseSettings(deps, { name: 'sources', changedBy }, (sources) => ({
    ...sources,
    aliases: { ...sources.aliases, [arrived]: means },
  }));
  if (revision.outcome === 'invalid' || revision.outcome === 'unfit') throw new UnfitAlias();
}

function decidedBefore(row: SourceDecisionsTable, decision: ProposalDecision): Decided {
  return { outcome: row.decision === decision ? 'repeated' : 'otherwise', decided: inWords(row) };
}

const rowOf = (
  { id, arrived, means }: SourceProposal,
  decision: ProposalDecision,
  { by, atMs }: { by: string; atMs: number },
): SourceDecisionsTable => ({ id, spelling: arrived, means, decision, decided_at: atMs, decided_by: by });

const inWords = ({
  id,
  spelling,
  means,
  decision,
  decided_at,
  decided_by,
}: SourceDecisionsTable): ProposalDecided => ({
  id,
  decision,
  arrived: spelling,
  means,
  decidedAt: new Date(decided_at).toISOString(),
  decidedBy: decided_by,
});
