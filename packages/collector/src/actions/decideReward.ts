import type { RewardState } from '@headwater/contract';
import type { RewardId } from '../ids.ts';
import { findHold } from '../storage/referralHolds.ts';
import { isStepKnown, lockReward } from '../storage/rewards.ts';
import type { Deps } from './deps.ts';
import { moveReward } from './moveReward.ts';
import { readApprover } from './tellReward.ts';

/** `inSlack`: who pressed a button has to be the approver; a key was checked at the door. */
export type RewardRequest = {
  decision: 'approve' | 'reject' | 'reverse';
  by: string;
  reason?: string | undefined;
  eventId?: string | undefined;
  inSlack: boolean;
};

export type RewardAnswer =
  | { outcome: 'decided' | 'unknown' }
  | { outcome: 'illegal' | 'kept'; state: RewardState }
  | { outcome: 'held'; state: RewardState; because: string }
  | { outcome: 'not_approver'; approver: string | null };

/** Decides on a reward. The row is locked, so of two at once the second finds what the first made of it. */
export async function decideOnReward(
  { db, clock, signals }: Deps,
  id: RewardId,
  { decision, by, reason, eventId, inSlack }: RewardRequest,
): Promise<RewardAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute(async (trx): Promise<RewardAnswer> => {
    const reward = await lockReward(trx, id);
    if (!reward) return { outcome: 'unknown' };
    const stepId = eventId === undefined ? undefined : `${id}:${eventId}`;
    if (stepId !== undefined && (await isStepKnown(trx, stepId))) return { outcome: 'decided' };
    const approver = inSlack ? await readApprover(trx, reward) : by;
    if (approver !== by) return { outcome: 'not_approver', approver };
    const hold = decision === 'approve' ? await findHold(trx, reward.referralId) : undefined;
    if (hold?.state === 'held') return { outcome: 'held', state: reward.state, because: hold.because };
    const move = { decision, by, reason: reason ?? null, stepId };
    const { outcome } = await moveReward({ trx, nowMs }, reward, move);
    if (outcome === 'moves' || outcome === 'owed_back') return { outcome: 'decided' };
    return { outcome, state: reward.state };
  });
  signals.deliveries.ring();
  return answer;
}
