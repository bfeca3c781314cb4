import { z } from 'zod';
import { actor, eventId, line, money, text } from './primitives.ts';

export const rewardKinds = ['qualified', 'won'] as const;
export type RewardKind = (typeof rewardKinds)[number];

export const rewardStates = ['pending', 'approved', 'paid', 'rejected', 'reversed'] as const;
export const rewardState = z.enum(rewardStates);
export type RewardState = z.infer<typeof rewardState>;

/** Whose rewards: each kind of referrer has a programme. */
export const rewardProgram = z.enum(['customer', 'employee', 'partner']);

/** One step of a reward; `by` is null where Headwater acted by itself. */
export const rewardStep = z.object({
  state: rewardState,
  at: z.string(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
});
export type RewardStep = z.infer<typeof rewardStep>;

/**
 * One entry of the ledger. What was paid and has to come back is an entry of its own, with a negative amount and
 * `reversalOf`: what was paid is never edited. Before, the amount follows the deal as it is refunded in part.
 */
export const reward = z.object({
  id: z.string(),
  referralId: z.string(),
  program: rewardProgram,
  referrer: z.string(),
  kind: z.enum(rewardKinds),
  amount: money,
  /** The rule as it was when the reward was earned. */
  rule: z.record(z.string(), z.unknown()),
  state: rewardState,
  reason: z.string().nullable(),
  reversalOf: z.string().nullable(),
  earnedAt: z.string(),
  /** Until when it should be paid; null where nothing was promised. */
  promisedUntil: z.string().nullable(),
  /** The payout that it went out with. */
  payoutId: z.string().nullable(),
  isLate: z.boolean(),
  /** Why nobody can approve it: its referral is held to be looked at. */
  held: z.string().optional(),
  steps: z.array(rewardStep),
});
export type Reward = z.infer<typeof reward>;

const decision = { by: actor.optional(), eventId: eventId.optional() };

/** `GET /v1/rewards/:id`: with whose decision it waits for in Slack. */
export const rewardDetail = reward.extend({ approver: z.string().nullable() });

/** Body of `POST /v1/rewards/:id/approve`. */
export const rewardApproval = z.object(decision);
/** Body of `POST /v1/rewards/:id/reject` and `/reverse`. */
export const rewardRefusal = z.object({ reason: text(1000).trim().min(1), ...decision });

/** Body of `POST /v1/payouts`: what is approved by the end of the month and went out with no other payout. */
export const payoutRequest = z.object({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03'),
  program: z.literal('employee'),
  format: z.literal('payroll'),
  eventId: eventId.optional(),
});
export type PayoutRequest = z.infer<typeof payoutRequest>;

/** Body of `POST /v1/payouts/:id/confirm` and `/fail`. */
export const payoutOutcome = z.object(decision);

export const payout = z.object({
  id: z.string(),
  month: z.string(),
  program: rewardProgram,
  format: z.literal('payroll'),
  state: z.enum(['exported', 'confirmed', 'failed']),
  count: z.int(),
  /** One sum a currency. */
  totals: z.array(money),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
export type Payout = z.infer<typeof payout>;

/** A reward as its approver sees it in Slack. */
export const rewardCard = z.object({
  reward,
  name: z.string(),
  company: z.string(),
});
export type RewardCard = z.infer<typeof rewardCard>;

/** What the payroll file says beside the amounts. */
export const payrollSettings = z.strictObject({
  wageType: line(40),
  /** Their number in payroll by Slack user; people who are not here go by their Slack user id. */
  employeeIds: z.record(z.string().regex(/^[UW][A-Z0-9]{2,30}$/), line(40)),
});
