import { newHistoryId, type LeadId } from '../ids.ts';
import { moveLead } from '../storage/identities.ts';
import {
  lockLead,
  saveAnnounced,
  saveAssignment,
  saveCard,
  saveDigest,
  saveOwner,
  saveStage,
  type StoredLead,
} from '../storage/leads.ts';
import { insertHistory } from '../storage/history.ts';
import { stagesOf } from '../storage/stages.ts';
import { moveDeadline } from '../storage/timers.ts';
import { cancelDeadline } from './assignLead.ts';
import type { InTransaction } from './deps.ts';

/**
 * Makes one lead of two that turned out to be one person. What `into` lacks it has from the other: owner,
 * assignment with its deadline, card in Slack. The caller refreshes it.
 */
export async function mergeLeads(tx: InTransaction, from: LeadId, into: LeadId): Promise<void> {
  const { trx, nowMs } = tx;
  const other = await lockLead(trx, from);
  const lead = await lockLead(trx, into);
  await moveLead(trx, from, into);
  if (other && lead) await inherit(tx, lead, other);
  const note = other?.name ?? other?.company ?? null;
  const entry = { id: newHistoryId(nowMs), leadId: into, at: nowMs, kind: 'merged' as const, actor: null };
  await insertHistory(trx, { ...entry, note });
}

async function inherit({ trx }: InTransaction, lead: StoredLead, other: StoredLead): Promise<void> {
  if (lead.assignment === null && other.assignment !== null) {
    await saveAssignment(trx, lead.id, other.assignment);
    await moveDeadline(trx, other.id, lead.id);
  }
  await cancelDeadline(trx, other.id);
  if (lead.owner === null && other.owner !== null) {
    await saveOwner(trx, lead.id, other.owner);
    await cancelDeadline(trx, lead.id);
  }
  if (lead.digest === null && other.digest !== null) await saveDigest(trx, lead.id, other.digest);
  if ((lead.announced === null || lead.announced === 'digest') && other.announced !== null)
    await saveAnnounced(trx, lead.id, other.announced);
  if (lead.card === null && other.card !== null) await saveCard(trx, lead.id, other.card);
  const latest = (await stagesOf(trx, lead.id)).at(-1);
  if (latest) await saveStage(trx, lead.id, latest.stage);
}
