import type { Stage } from '@headwater/contract';
import { presentStage } from '../domain/stage.ts';
import { decisionId, type LeadId } from '../ids.ts';
import { insertHistories, type NewHistory } from '../storage/history.ts';
import { leadsAmong } from '../storage/importedLeads.ts';
import { lockLead, type StoredLead } from '../storage/leads.ts';
import { accountsWithCards, lockLeads, saveStages } from '../storage/manyLeads.ts';
import { formerlyOthers } from '../storage/mergedNames.ts';
import { referredAmong } from '../storage/referrals.ts';
import {
  insertStageChanges,
  stageChangesAmong,
  stagesOfMany,
  type NewStageChange,
} from '../storage/stages.ts';
import { inOrder } from '../stageOrder.ts';
import { cancelDeadlines } from './assignLead.ts';
import { endsWaiting, stageLine, storeStage, type StageAnswer, type StageRequest } from './changeStage.ts';
import { cardChannel } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { keepCourses } from './keepJourney.ts';
import { momentOf } from './reportedTime.ts';

/** A change of stage of one of many leads; its event id is what it is known by when it comes again. */
export type LeadStage = { leadId: LeadId; change: StageRequest & { eventId: string } };

type Outcome = StageAnswer['outcome'];

/**
 * Does for some hundred changes together what storeStage does for one after the other, in about ten statements.
 * Where somebody waits to hear of it, because a card stands or somebody referred the lead, and where two leads
 * were joined, it is done by storeStage. Answers how many took effect.
 */
export async function storeStages(tx: InTransaction, changes: readonly LeadStage[]): Promise<number> {
  const present = await leadsAmong(
    tx.trx,
    changes.map(({ leadId }) => leadId),
  );
  const byLead = Map.groupBy(changes, ({ leadId }) => present.get(leadId) ?? leadId);
  const quiet = await quietLeads(tx, [...byLead.keys()]);
  const outcomes = await storeQuiet(tx, quiet, byLead);
  // always in the same order, so that two imports never wait for each other
  for (const leadId of [...byLead.keys()].filter((id) => !quiet.has(id)).sort())
    for (const { change } of byLead.get(leadId) ?? []) {
      const lead = await lockLead(tx.trx, leadId);
      outcomes.push(lead ? (await storeStage(tx, lead, change)).outcome : 'unknown');
    }
  return outcomes.filter((outcome) => outcome === 'changed' || outcome === 'unchanged').length;
}

/** The leads of whose stages nobody is told, locked. */
async function quietLeads({ trx }: InTransaction, ids: readonly LeadId[]): Promise<Map<LeadId, StoredLead>> {
  const leads = await lockLeads(trx, ids);
  const referred = await referredAmong(trx, ids);
  const joined = await formerlyOthers(trx, ids);
  const withCards = await accountsWithCards(
    trx,
    leads.flatMap(({ account }) => account ?? []),
  );
  const isQuiet = (lead: StoredLead): boolean =>
    cardChannel(lead) === null &&
    lead.digest === null &&
    !withCards.has(lead.account ?? '') &&
    !referred.has(lead.id) &&
    !joined.has(lead.id);
  return new Map(leads.filter(isQuiet).map((lead) => [lead.id, lead]));
}

type Stored = Pick<NewStageChange, 'id' | 'stage' | 'at' | 'actor'>;

/** What the changes of one lead come to, in the order in which they are given. */
type Steps = {
  outcomes: Outcome[];
  fresh: NewStageChange[];
  lines: NewHistory[];
  stage: Stage;
  ends: boolean;
};

async function storeQuiet(
  tx: InTransaction,
  leads: ReadonlyMap<LeadId, StoredLead>,
  byLead: ReadonlyMap<LeadId, readonly LeadStage[]>,
): Promise<Outcome[]> {
  if (leads.size === 0) return [];
  const { trx } = tx;
  const before = await stagesOfMany(trx, [...leads.keys()]);
  const named = [...leads.keys()].flatMap((id) =>
    (byLead.get(id) ?? []).map(({ change }) => decisionId(id, change.eventId, tx.nowMs)),
  );
  const known = await stageChangesAmong(trx, named);
  const steps = [...leads.values()].map((lead) => ({
    lead,
    ...stepsOf(tx, lead, { changes: byLead.get(lead.id) ?? [], before: before.get(lead.id) ?? [], known }),
  }));
  await insertStageChanges(
    trx,
    steps.flatMap(({ fresh }) => fresh),
  );
  const changed = steps.filter(({ fresh }) => fresh.length > 0);
  await keepCourses(
    trx,
    changed.map(({ lead }) => lead),
  );
  const moved = changed.filter(({ lead, stage }) => stage !== lead.stage);
  await saveStages(
    trx,
    Map.groupBy(moved, ({ stage }) => stage),
  );
  await cancelDeadlines(
    trx,
    steps.filter(({ ends }) => ends).map(({ lead }) => lead.id),
  );
  await insertHistories(
    trx,
    steps.flatMap(({ lines }) => lines),
  );
  return steps.flatMap(({ outcomes }) => outcomes);
}

function stepsOf(
  tx: InTransaction,
  lead: StoredLead,
  given: { changes: readonly LeadStage[]; before: readonly Stored[]; known: Set<string> },
): Steps {
  const steps: Steps = { outcomes: [], fresh: [], lines: [], stage: lead.stage, ends: false };
  for (const { change } of given.changes) steps.outcomes.push(step(tx, lead, change, given, steps));
  return steps;
}

function step(
  tx: InTransaction,
  lead: StoredLead,
  request: LeadStage['change'],
  { before, known }: { before: readonly Stored[]; known: Set<string> },
  steps: Steps,
): Outcome {
  const { stage, by, at: reportedAt, eventId, ...body } = request;
  const at = momentOf(tx, reportedAt);
  if (at === null) return 'in_future';
  const id = decisionId(lead.id, eventId, tx.nowMs);
  if (known.has(id)) return 'duplicate';
  known.add(id);
  steps.fresh.push({ id, leadId: lead.id, stage, at, actor: by, body });
  steps.lines.push(stageLine(lead.id, { ...request, id, at }));
  const present = presentStage(inOrder([...before, ...steps.fresh])) ?? stage;
  if (present === steps.stage) return 'unchanged';
  steps.stage = present;
  steps.ends ||= endsWaiting(present);
  return 'changed';
}
