import { presentStage } from '../domain/stage.ts';
import { newHistoryId, type LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { dropUnpostedCards } from '../storage/cardUpdates.ts';
import { backdateLead } from '../storage/importedLeads.ts';
import { moveLead } from '../storage/identities.ts';
import {
  lockLead,
  saveAnnounced,
  saveAssignment,
  saveCard,
  saveCardPlace,
  saveDigest,
  saveOwner,
  saveRole,
  saveStage,
  type StoredLead,
} from '../storage/leads.ts';
import { insertMerge, ownColumnsOf, type Moved } from '../storage/merges.ts';
import { findResponse, moveResponse } from '../storage/responses.ts';
import { lettersOf, moveQualification } from '../storage/qualification.ts';
import { stagesOf } from '../storage/stages.ts';
import { moveDeadline } from '../storage/timers.ts';
import { cancelDeadline } from './assignLead.ts';
import { cardChannel, oweCardUpdate, record, retireCard } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { settleReferrals } from './settleReferrals.ts';
import { snoozeUntil } from './snoozeLead.ts';

/**
 * Makes one lead of two that turned out to be one person. What `into` lacks it has from the other: owner,
 * assignment with its deadline, card in Slack; and it is as old as the older. What moved is kept, so that it finds its way back. The caller
 * refreshes the lead.
 */
export async function mergeLeads(
  tx: InTransaction,
  from: LeadId,
  into: LeadId,
  { id = newHistoryId(tx.nowMs), by = null }: { id?: string; by?: string | null } = {},
): Promise<void> {
  const { trx, nowMs } = tx;
  const other = await lockLead(trx, from);
  const lead = await lockLead(trx, into);
  // of two cards that are owed one is enough, and one that stands will do
  if (other && lead && cardChannel(lead) !== null) await dropUnpostedCards(trx, other.id, nowMs);
  const before = [await ownColumnsOf(trx, from), await ownColumnsOf(trx, into)] as const;
  const letters = await letterKeys(trx, into);
  const rows = await moveLead(trx, from, into);
  await moveQualification(trx, from, into);
  const copied = (await letterKeys(trx, into)).filter((key) => !letters.some((old) => isSame(old, key)));
  const hadResponse = (await findResponse(trx, into)) !== undefined;
  if (other && lead) await inherit(tx, lead, other);
  const moved: Moved = {
    ...rows,
    letters: copied,
    hasResponse: !hadResponse && (await findResponse(trx, into)) !== undefined,
    from: before[0],
    into: { before: before[1], after: await ownColumnsOf(trx, into) },
  };
  await insertMerge(trx, { id, from, into, moved }, { at: nowMs, actor: by });
  const joined = await lockLead(trx, into);
  const note = other?.name ?? other?.company ?? null;
  const entry = { id: newHistoryId(nowMs), leadId: into, at: nowMs, kind: 'merged' as const, actor: by };
  await record(tx, { ...entry, note }, joined ? cardChannel(joined) : null);
  if (joined) await oweCardUpdate(tx, joined);
  await settleReferrals(tx, into);
}

/** Each version of each letter. */
async function letterKeys(db: Db, id: LeadId): Promise<Moved['letters']> {
  return (await lettersOf(db, id)).map(({ letter, version }) => [letter, version]);
}

const isSame = ([letter, version]: Moved['letters'][number], other: Moved['letters'][number]): boolean =>
  letter === other[0] && version === other[1];

async function inherit(tx: InTransaction, lead: StoredLead, other: StoredLead): Promise<void> {
  const { trx } = tx;
  await backdateLead(trx, lead.id, other.createdAt);
  if (lead.assignment === null && other.assignment !== null) {
    await saveAssignment(trx, lead.id, other.assignment);
    if (other.owner === null) await moveDeadline(trx, other.id, lead.id);
  }
  if (lead.owner === null && other.owner !== null) {
    await saveOwner(trx, lead.id, other.owner);
    await cancelDeadline(trx, lead.id);
    await moveDeadline(trx, other.id, lead.id, ['follow_up']);
  }
  const isTakenOver = lead.owner === null && (other.owner !== null || lead.assignment === null);
  if (isTakenOver && other.snoozed) await snoozeUntil(trx, lead.id, other.snoozed);
  await cancelDeadline(trx, other.id);
  await moveResponse(trx, other.id, lead.id);
  if (lead.digest === null && other.digest !== null) await saveDigest(trx, lead.id, other.digest);
  if ((lead.announced === null || lead.announced === 'digest') && other.announced !== null)
    await saveAnnounced(trx, lead.id, other.announced);
  if (cardChannel(lead) === null) await saveCardPlace(trx, lead.id, other.cardPlace);
  if (lead.card === null && other.card !== null) await saveCard(trx, lead.id, other.card);
  if (lead.role === 'unknown' && other.role !== 'unknown') await saveRole(trx, lead.id, other.role);
  const stage = presentStage(await stagesOf(trx, lead.id));
  if (stage) await saveStage(trx, lead.id, stage);
  if (lead.card !== null && other.card !== null) await retireCard(tx, lead.id, other.card);
}
