import { createHash } from 'node:crypto';
import type { Unreachable } from '@headwater/contract';
import type { DeliveryId } from '../ids.ts';
import { insertDelivery, markDone, readdress, type DeliveryPayload } from '../storage/deliveries.ts';
import { updateKinds } from '../storage/lanes.ts';
import { lockLead, saveAssignment, saveCardPlace } from '../storage/leads.ts';
import type { DeliveriesTable } from '../storage/schema.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/**
 * What was meant for a place that cannot be posted to goes to the fallback channel, and from there, when that
 * cannot be posted to either, to whoever looks after Slack; never back, so it cannot go round. Those are told
 * once a place and day. What changes a message there or follows it is settled: nobody would see it.
 * False where nowhere is left: then it is tried again where it is, with growing pauses, until a day is over.
 */
export async function redirect(tx: InTransaction, owed: DeliveriesTable, error: string): Promise<boolean> {
  if (owed.kind === 'thread_note' || updateKinds.includes(owed.kind)) {
    await markDone(tx.trx, owed, { nowMs: tx.nowMs, ref: undefined });
    return true;
  }
  const payload = JSON.parse(owed.payload) as DeliveryPayload;
  const next = await nextPlace(tx, owed.channel, payload.redirected);
  await oweNotice(tx, { place: owed.channel, error, instead: next ?? owed.channel });
  if (next === null) return false;
  const first = payload.redirected ?? { place: owed.channel, error };
  const redirected = { ...first, instead: next };
  await readdress(tx.trx, owed.id, { channel: next, payload: { ...payload, redirected } }, tx.nowMs);
  if (owed.kind === 'lead_card') await moveLeadTo(tx, owed, next);
  return true;
}

async function nextPlace(
  { trx }: InTransaction,
  place: string,
  redirected: Unreachable | undefined,
): Promise<string | null> {
  const { fallback } = await settingsValue(trx, 'routing');
  const { admin } = await settingsValue(trx, 'people');
  if (!redirected && place !== fallback.channel) return fallback.channel;
  const isLast = admin === undefined || place === admin || redirected?.place === admin;
  return isLast ? null : admin;
}

/** The lead is in that channel from now on, with what follows its card. */
async function moveLeadTo({ trx }: InTransaction, owed: DeliveriesTable, channel: string): Promise<void> {
  const lead = owed.lead_id === null ? undefined : await lockLead(trx, owed.lead_id);
  if (lead && lead.cardPlace !== null) return saveCardPlace(trx, lead.id, channel);
  if (lead?.assignment) await saveAssignment(trx, lead.id, { ...lead.assignment, channel });
}

/** The id is made of the place and the day, so that it is owed once. */
async function oweNotice({ trx, nowMs }: InTransaction, unreachable: Unreachable): Promise<void> {
  const { fallback } = await settingsValue(trx, 'routing');
  const { admin = fallback.channel } = await settingsValue(trx, 'people');
  const { place } = unreachable;
  const channel = admin === place ? fallback.channel : admin;
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const name = createHash('sha256').update(`unreachable ${place} ${day}`).digest('hex').slice(0, 32);
  const id = `del_${name}` as DeliveryId;
  await insertDelivery(
    trx,
    { id, kind: 'slack_notice', leadId: null, channel, payload: { unreachable } },
    nowMs,
  );
}
