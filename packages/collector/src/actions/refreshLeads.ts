import type { LeadId } from '../ids.ts';
import type { StoredLead } from '../storage/leads.ts';
import { saveProjection } from '../storage/leads.ts';
import {
  accountsWithCards,
  ensureAccounts,
  journeyEventsOfMany,
  lockLeads,
  saveProjections,
  submissionsOfMany,
  type Refreshed,
} from '../storage/manyLeads.ts';
import { cardStatesOf } from '../storage/cardState.ts';
import { bringForwardTimer, setTimer } from '../storage/timers.ts';
import { cardChannel } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { cardStateFor, keepCards } from './keepCards.ts';
import { keepJourneys } from './keepJourney.ts';
import { codesOf, journeyOf, sourceRules, type Journey } from './readJourney.ts';
import { projectLead, rebuildLead, updateLead } from './refreshLead.ts';

/** More events than this are not held in memory at once. */
const MOST_EVENTS = 20_000;

type Looked = Refreshed & { journey: Journey; coolsAt: number | null };

/**
 * Does for some hundred leads together what updateLead does for one, in about ten statements: nobody is told
 * of them in Slack, and cards that stand there are kept current.
 */
export async function refreshLeads(tx: InTransaction, ids: readonly LeadId[]): Promise<void> {
  const looked = await look(tx, ids);
  if (looked) return store(tx, looked);
  for (const id of ids) await updateLead(tx, id);
}

/** Does for many leads together what rebuildLead does for one: nobody hears of it, and cards stay as they are. */
export async function recomputeLeads(tx: InTransaction, ids: readonly LeadId[]): Promise<void> {
  const looked = await look(tx, ids);
  if (!looked) {
    for (const id of ids) await rebuildLead(tx, id);
    return;
  }
  const shown = await cardStatesOf(tx.trx, ids);
  const asShown = looked.map((one) => ({ ...one, state: shown.get(one.lead.id) ?? one.state }));
  await saveProjections(tx.trx, asShown);
  await storeBeside(tx, looked);
  for (const { lead, coolsAt } of looked)
    if (coolsAt !== null) await setTimer(tx.trx, { kind: 'recompute_lead', leadId: lead.id }, coolsAt);
}

/** What follows from the journeys of these leads, which are locked; null when that is too much to hold at once. */
async function look(tx: InTransaction, ids: readonly LeadId[]): Promise<Looked[] | null> {
  const leads = await lockLeads(tx.trx, ids);
  if (leads.length === 0) return [];
  const journeys = await readJourneys(tx, leads);
  if (!journeys) return null;
  const looked: Looked[] = [];
  for (const [lead, journey] of journeys) {
    const { projection, coolsAt } = await projectLead(tx, lead, journey);
    const state = cardStateFor({ ...lead, ...projection }, journey);
    looked.push({ lead, projection, state, journey, coolsAt });
  }
  return looked;
}

async function readJourneys(
  { trx }: InTransaction,
  leads: readonly StoredLead[],
): Promise<Map<StoredLead, Journey> | null> {
  const ids = leads.map(({ id }) => id);
  const events = await journeyEventsOfMany(trx, ids, MOST_EVENTS);
  if (!events) return null;
  const submissions = await submissionsOfMany(trx, ids);
  const rules = await sourceRules(trx, [...events.values()].flatMap(codesOf));
  return new Map(
    leads.map((lead) => [lead, journeyOf(events.get(lead.id) ?? [], submissions.get(lead.id) ?? [], rules)]),
  );
}

async function store(tx: InTransaction, looked: readonly Looked[]): Promise<void> {
  const { trx } = tx;
  const accounts = looked.flatMap(({ lead, projection }) => [lead.account ?? [], projection.account ?? []]);
  const withCards = await accountsWithCards(trx, accounts.flat());
  const isTold = ({ lead, projection }: Looked): boolean =>
    cardChannel(lead) !== null ||
    lead.digest !== null ||
    withCards.has(lead.account ?? '') ||
    withCards.has(projection.account ?? '');
  const { told = [], quiet = [] } = Object.groupBy(looked, (one) => (isTold(one) ? 'told' : 'quiet'));
  await saveProjections(trx, quiet);
  await storeBeside(tx, looked);
  for (const { lead, projection, journey } of told) {
    await saveProjection(trx, lead.id, projection);
    await keepCards(tx, lead, { ...lead, ...projection }, journey);
  }
  for (const { lead, coolsAt } of looked) {
    if (coolsAt === null) continue;
    await bringForwardTimer(trx, { kind: 'refresh_lead', leadId: lead.id }, coolsAt);
  }
}

/** What is kept of leads in other tables: what reports know of them, and their accounts. */
async function storeBeside({ trx, nowMs }: InTransaction, looked: readonly Looked[]): Promise<void> {
  await keepJourneys(
    trx,
    looked.map(({ lead, projection, journey }) => ({ lead: { ...lead, ...projection }, journey })),
  );
  const accounts = looked.flatMap(({ projection }) => projection.account ?? []);
  await ensureAccounts(trx, accounts, nowMs);
}
