import type { ReferralReview, Reward, RewardKind, RewardState } from '@headwater/contract';
import type { PayoutId, ReferralId, RewardId } from '../ids.ts';

/** Epoch milliseconds. */
type Ms = number;

/** One entry of the ledger. Amounts, rule and referrer never change; state and payout do. */
export type RewardsTable = {
  id: RewardId;
  referral_id: ReferralId;
  program: Reward['program'];
  referrer: string;
  kind: RewardKind;
  /** Minor units; negative for what has to come back. */
  amount: number;
  currency: string;
  /** JSON. */
  rule: string;
  state: RewardState;
  reason: string | null;
  reversal_of: RewardId | null;
  earned_at: Ms;
  promised_until: Ms | null;
  payout_id: PayoutId | null;
  /** Where its approver decides on it in Slack, as JSON. */
  card: string | null;
};

/** What happened to a reward, one row a step; the id recognises a repeated decision. */
export type RewardStepsTable = {
  id: string;
  reward_id: RewardId;
  state: RewardState;
  at: Ms;
  actor: string | null;
  reason: string | null;
};

export type PayoutsTable = {
  id: PayoutId;
  program: Reward['program'];
  month: string;
  format: 'payroll';
  /** Counts the payouts of a month. */
  part: number;
  state: 'exported' | 'confirmed' | 'failed';
  count: number;
  /** JSON. */
  totals: string;
  /** As it was handed out first. */
  file: string;
  /** Recognises a repeated request. */
  event_id: string | null;
  created_at: Ms;
  created_by: string;
  ended_at: Ms | null;
  ended_by: string | null;
};

export type ReferralThanksTable = { referral_id: ReferralId; slack_user: string; at: Ms };

/** When the owner of an account was asked for a referral, or why not. */
export type ReferralAsksTable = {
  event_id: string;
  account: string;
  owner: string | null;
  moment: string;
  outcome: string;
  at: Ms;
};

/** A referral that is looked at before it earns anything, and what was decided. */
export type ReferralHoldsTable = {
  referral_id: ReferralId;
  state: ReferralReview['state'];
  because: string;
  held_at: Ms;
  decided_at: Ms | null;
  decided_by: string | null;
  /** Where its approver decides on it in Slack, as JSON. */
  card: string | null;
};

/** The leaderboard of a quarter as it was when it became final, as JSON. */
export type FrozenQuartersTable = { quarter: string; frozen_at: Ms; report: string };

export type RewardTables = {
  frozen_quarters: FrozenQuartersTable;
  referral_holds: ReferralHoldsTable;
  rewards: RewardsTable;
  reward_steps: RewardStepsTable;
  payouts: PayoutsTable;
  referral_thanks: ReferralThanksTable;
  referral_asks: ReferralAsksTable;
};
