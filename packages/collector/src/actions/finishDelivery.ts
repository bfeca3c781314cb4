import type { FailureCode, MessageRef } from '@headwater/contract';
import type { DeliveryId, ReferralId, RewardId } from '../ids.ts';
import {
  deliveryExists,
  giveUpFollowing,
  lockOwedDelivery,
  markDone,
  markFailed,
  type DeliveryPayload,
} from '../storage/deliveries.ts';
import { isSameMessage, leadOfCard } from '../storage/cardUpdates.ts';
import { lockLead, saveCard, type StoredLead } from '../storage/leads.ts';
import { settleRedraws } from '../storage/digests.ts';
import { giveBack } from '../storage/lanes.ts';
import { saveHoldCard } from '../storage/referralHolds.ts';
import { saveRewardCard } from '../storage/rewards.ts';
import { retireCard } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { redirect } from './redirectDelivery.ts';

/** A day after its first attempt a delivery is given up and shows as a warning, in milliseconds. */
const DEAD_AFTER_MS = 24 * 60 * 60 * 1000;
/** The longest pause between attempts, so that recovery is quick when Slack comes back. */
const LONGEST_PAUSE_MS = 30_000;

export type DeliveryFailure = {
  error: string;
  retryAfterMs?: number | undefined;
  code?: FailureCode | undefined;
  leaseUntil?: string | undefined;
};

export type FinishAnswer = { outcome: 'finished' | 'already_finished' | 'unknown' };

/** The message stands in Slack. Said twice, it is done once. */
export async function completeDelivery(
  { db, clock, signals }: Deps,
  id: DeliveryId,
  ref: MessageRef | undefined,
): Promise<FinishAnswer> {
  const answer = await db.transaction().execute(async (trx): Promise<FinishAnswer> => {
    // the lead before what is owed for it, as everybody does, or two would wait for each other
    const leadId = await leadOfCard(trx, id);
    const lead = leadId === null ? undefined : await lockLead(trx, leadId);
    const owed = await lockOwedDelivery(trx, id);
    if (!owed) return { outcome: (await deliveryExists(trx, id)) ? 'already_finished' : 'unknown' };
    await markDone(trx, owed, { nowMs: clock.now(), ref });
    if (lead && ref) await placeCard({ trx, nowMs: clock.now() }, lead, { ref, place: owed.channel });
    if (owed.kind === 'reward_decision' && ref) await saveRewardCard(trx, rewardOf(owed), ref);
    if (owed.kind === 'referral_review' && ref) await saveHoldCard(trx, heldIn(owed), ref);
    return { outcome: 'finished' };
  });
  // what waited for this card can go out now
  signals.deliveries.ring();
  return answer;
}

/**
 * Where the lead's card stands from now on. One that stood before says that there is another, and so does one
 * that comes late to somebody who has handed the lead on.
 */
async function placeCard(
  tx: InTransaction,
  lead: StoredLead,
  { ref, place }: { ref: MessageRef; place: string },
): Promise<void> {
  const isOutdated = lead.cardPlace !== null && lead.cardPlace !== place;
  if (isOutdated && lead.card !== null) return retireCard(tx, lead.id, ref);
  await saveCard(tx.trx, lead.id, ref);
  if (lead.card !== null && !isSameMessage(lead.card, ref)) await retireCard(tx, lead.id, lead.card);
}

/** The message could not be sent: again later, with growing pauses, and given up after a day. */
export async function failDelivery(
  { db, clock, log, signals }: Deps,
  id: DeliveryId,
  { error, retryAfterMs, code, leaseUntil }: DeliveryFailure,
): Promise<FinishAnswer> {
  const answer = await db.transaction().execute(async (trx): Promise<FinishAnswer> => {
    const owed = await lockOwedDelivery(trx, id);
    if (!owed) return { outcome: (await deliveryExists(trx, id)) ? 'already_finished' : 'unknown' };
    if (leaseUntil !== undefined && Date.parse(leaseUntil) !== owed.lease_until)
      return { outcome: 'finished' };
    const nowMs = clock.now();
    if (code === 'untouched' || code === 'slow_down') {
      const dueAt = nowMs + (retryAfterMs ?? 0);
      await giveBack(trx, owed, { error, dueAt, isClosed: code === 'slow_down' });
      return { outcome: 'finished' };
    }
    if (code === 'unreachable' && (await redirect({ trx, nowMs }, owed, error))) {
      log.warn({ delivery: id, kind: owed.kind, error }, 'a delivery goes elsewhere');
      return { outcome: 'finished' };
    }
    const isDead = nowMs - (owed.first_attempt_at ?? nowMs) >= DEAD_AFTER_MS;
    const dueAt = nowMs + (retryAfterMs ?? pauseAfter(owed.attempt));
    await markFailed(trx, owed, { error, dueAt, deadAt: isDead ? nowMs : null });
    if (isDead && owed.kind === 'lead_card') await giveUpFollowing(trx, owed.lead_id, nowMs);
    if (isDead && owed.kind === 'digest') await settleRedraws(trx, { id, digest: id }, nowMs);
    if (isDead)
      log.error({ delivery: id, kind: owed.kind, attempt: owed.attempt }, 'a delivery was given up');
    else log.warn({ delivery: id, kind: owed.kind, attempt: owed.attempt }, 'a delivery failed');
    return { outcome: 'finished' };
  });
  // what was given back or goes elsewhere may be due now
  signals.deliveries.ring();
  return answer;
}

const rewardOf = ({ payload }: { payload: string }): RewardId =>
  (JSON.parse(payload) as DeliveryPayload).rewardId as RewardId;

const heldIn = ({ payload }: { payload: string }): ReferralId =>
  (JSON.parse(payload) as DeliveryPayload).referralId as ReferralId;

/** 1, 2, 4, 8, 16, 30, 30, … seconds. */
const pauseAfter = (attempt: number): number => Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** (attempt - 1));
