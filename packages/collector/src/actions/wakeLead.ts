import { isClosed } from '../domain/stage.ts';
import { newHistoryId, type LeadId } from '../ids.ts';
import { lockLead, saveAssignment, type StoredLead } from '../storage/leads.ts';
import { endSnooze } from '../storage/snoozes.ts';
import { setDeadline } from './assignLead.ts';
import { oweCardUpdate, owe, record } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { planFollowUp } from './planFollowUp.ts';
import { minutesOf } from './reassignLead.ts';

/** The date came to which a lead was put off: whoever has it, or should, is told; its deadline begins anew. */
export async function wakeLead(tx: InTransaction, leadId: LeadId): Promise<void> {
  const lead = await lockLead(tx.trx, leadId);
  if (!lead?.snoozed || isClosed(lead)) return;
  const awake = { ...lead, snoozed: null };
  await endSnooze(tx.trx, lead.id);
  if (lead.owner === null) await beginAnew(tx, awake);
  else await planFollowUp(tx, awake);
  const { reason } = lead.snoozed;
  const to = lead.owner ?? lead.assignment?.owner ?? null;
  const entry = { id: newHistoryId(tx.nowMs), leadId: lead.id, at: tx.nowMs, kind: 'snooze_over' as const };
  await record(tx, { ...entry, actor: null, to, note: reason }, null);
  const channel = to ?? lead.assignment?.channel ?? null;
  const news = { kind: 'snooze_over' as const, reason };
  if (channel !== null)
    await owe(tx, { kind: 'lead_news', leadId: lead.id, channel, payload: { slackUser: to, news } });
  await oweCardUpdate(tx, lead);
}

async function beginAnew(tx: InTransaction, lead: StoredLead): Promise<void> {
  if (lead.assignment === null) return;
  const { owner } = lead.assignment;
  const minutes = await minutesOf(tx, lead);
  const deadline = await setDeadline(tx, { lead, owner, startMs: tx.nowMs, minutes, round: 0 });
  await saveAssignment(tx.trx, lead.id, { ...lead.assignment, deadline });
}
