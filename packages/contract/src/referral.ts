import { z } from 'zod';
import { email, line, money, publicId, slackUser, text } from './primitives.ts';
import { referralReview } from './review.ts';

export const referralStates = [
  'submitted',
  'accepted',
  'rejected',
  'duplicate',
  'qualified',
  'won',
  'lost',
] as const;
export const referralState = z.enum(referralStates);
export type ReferralState = z.infer<typeof referralState>;

/** Body of `POST /v1/referrals`: one way to reach the person is enough. */
export const referralSubmission = z
  .object({
    /** Recognises a repeat; from Slack: view id + hash. */
    submission: line(255),
    via: z.enum(['command', 'message_shortcut', 'global_shortcut', 'api']),
    referrer: slackUser,
    name: line(200),
    company: line(200),
    email: email.optional(),
    phone: text(50).optional(),
    linkedin: text(300).optional(),
    relationship: text(1000).optional(),
    introduction: z.boolean().optional(),
    /** Of whoever refers, where it is known: nobody refers themselves. */
    referrerEmail: email.optional(),
    /** From a form that can still be mended: somebody known is answered 422 at the field, and nothing is stored. */
    strict: z.boolean().optional(),
  })
  .refine((who) => Boolean(who.email || who.phone || who.linkedin), {
    path: ['email'],
    message: 'give one way to reach them: e-mail, phone or LinkedIn',
  });
export type ReferralSubmission = z.infer<typeof referralSubmission>;

/** Body of `POST /v1/referrals` from a website: a customer or partner, known by their code, refers somebody. */
export const publicReferral = z.object({
  site: line(64),
  submission: publicId,
  code: line(64),
  name: line(200),
  email,
  company: text(200).optional(),
  note: text(1000).optional(),
  honeypot: text(500).optional(),
});
export type PublicReferral = z.infer<typeof publicReferral>;

/** What everybody may know of a referral code: the name its owner wants to be shown by, and the link to share. */
export const publicCode = z.object({ code: z.string(), name: z.string().nullable(), link: z.string() });
export type PublicCode = z.infer<typeof publicCode>;

export const referral = z.object({
  id: z.string(),
  referrer: z.string(),
  name: z.string(),
  company: z.string(),
  state: referralState,
  reason: z.string().nullable(),
  leadId: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Where it was held to be looked at. */
  review: referralReview.optional(),
});
export type Referral = z.infer<typeof referral>;

/** What the referrer is told, and with which amount. */
export const referralMessage = z.object({
  event: z.enum([
    'submitted',
    'qualified',
    'won',
    'lost',
    'rejected',
    'duplicate',
    'reward_approved',
    'reward_rejected',
    'reward_paid',
    'reward_reversed',
    'reward_taken_back',
    'reward_changed',
    'reward_late',
    'thanked',
    'overdue',
    'ask',
    'held',
    'released',
    'not_counted',
  ]),
  name: z.string(),
  company: z.string(),
  /** Earned by this event. */
  reward: money.nullable(),
  /** What the next step would earn. */
  next: money.nullable(),
  reason: z.string().nullable(),
  /** The last day of what is promised, `YYYY-MM-DD`. */
  until: z.string().optional(),
  /** Who did it, for news of a colleague. */
  by: z.string().optional(),
});
export type ReferralMessage = z.infer<typeof referralMessage>;

/** What a channel is told about a referral: it was won, or nobody looked at it in time. */
export const referralAnnouncement = z.object({
  event: z.enum(['won', 'overdue']),
  referralId: z.string(),
  referrer: z.string(),
  name: z.string(),
  company: z.string(),
});
export type ReferralAnnouncement = z.infer<typeof referralAnnouncement>;
