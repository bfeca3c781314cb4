import { z } from 'zod';
import { actor, money, text } from './primitives.ts';

/** A referral that looks wrong earns nothing until somebody has looked at it: once, and never by itself. */
export const referralReview = z.object({
  state: z.enum(['held', 'released', 'rejected']),
  /** Why it is looked at, in words. */
  because: z.string(),
  heldAt: z.string(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
});
export type ReferralReview = z.infer<typeof referralReview>;

/** Body of `POST /v1/referrals/:id/release` and `/reject`; the reason of a rejection is told to an employee. */
export const reviewDecision = z.object({
  by: actor.optional(),
  reason: text(1000).optional(),
});

/** A held referral as its approver sees it in Slack; `rewards` are what it has earned so far. */
export const reviewCard = z.object({
  referralId: z.string(),
  referrer: z.string(),
  name: z.string(),
  company: z.string(),
  review: referralReview,
  rewards: z.array(money),
});
export type ReviewCard = z.infer<typeof reviewCard>;
