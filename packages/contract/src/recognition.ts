import { z } from 'zod';
import { actor, email, eventId, line, money } from './primitives.ts';
import { reportMoment, reportPeriod } from './reports-query.ts';

/** Body of `POST /v1/referrals/:id/thank`: a colleague thanks whoever referred. */
export const thankRequest = z.object({ by: actor });
export const thanked = z.object({ outcome: z.enum(['thanked', 'repeated', 'own']) });
export type Thanked = z.infer<typeof thanked>;

/** Of the referrals submitted in the quarter; amounts are what was earned in it, one sum a currency. */
const score = {
  referrals: z.int(),
  qualified: z.int(),
  won: z.int(),
  pending: z.array(money),
  approved: z.array(money),
  paid: z.array(money),
};
export const referrerRow = z.object({ referrer: z.string(), team: z.string().nullable(), ...score });
export type ReferrerRow = z.infer<typeof referrerRow>;
export const teamRow = z.object({ team: z.string(), ...score });
export type TeamRow = z.infer<typeof teamRow>;

/** Of a quarter, the present one where nothing is named; or of a period, which is never final. */
export const referralsQuery = z
  .object({
    quarter: z
      .string()
      .regex(/^(\d{4}-Q[1-4]|last)$/, 'a quarter such as 2026-Q1, or last')
      .optional(),
    from: reportMoment.optional(),
    to: reportMoment.optional(),
    team: line(200).optional(),
    format: z.enum(['json', 'csv']).default('json'),
  })
  .refine(({ quarter, from, to }) => quarter === undefined || (from ?? to) === undefined, {
    path: ['quarter'],
    message: 'name a quarter, or from and to',
  });
export type ReferralsQuery = z.infer<typeof referralsQuery>;

/** `GET /v1/reports/referrals`: who referred, the best first. Rows sum to the totals. */
export const referralReport = z.object({
  ...reportPeriod,
  /** Null where it was asked from a moment to another. */
  quarter: z.string().nullable(),
  timeZone: z.string(),
  /** Whether it stays as it is, which a quarter does from `finalFrom` on. */
  final: z.boolean(),
  finalFrom: z.string().nullable(),
  rows: z.array(referrerRow),
  totals: z.object(score),
  /** Sums of the rows of those who are in a team. */
  teams: z.array(teamRow),
});
export type ReferralReport = z.infer<typeof referralReport>;

/** What is answered to who asks for a quarter, or for nothing in particular. */
export const quarterReport = referralReport.extend({
  from: z.string(),
  to: z.string(),
  quarter: z.string(),
  finalFrom: z.string(),
});
export type QuarterReport = z.infer<typeof quarterReport>;

/** Body of `POST /v1/referrals/ask-moments`: something happened after which a customer may know somebody. */
export const askMoment = z
  .object({
    account: line(253).optional(),
    email: email.optional(),
    moment: z.enum(['deal_won', 'renewal', 'nps', 'ticket_solved']),
    /** For `nps`: 0 to 10. */
    score: z.int().min(0).max(10).optional(),
    eventId,
  })
  .refine(({ account, email: address }) => account !== undefined || address !== undefined, {
    path: ['account'],
    message: 'name the account, or an address of it',
  })
  .refine(({ moment, score: given }) => moment !== 'nps' || given !== undefined, {
    path: ['score'],
    message: 'an NPS answer has a score from 0 to 10',
  });
export type AskMoment = z.infer<typeof askMoment>;

/** What became of the moment; the same event again is answered as it was first. */
export const askOutcome = z.object({
  outcome: z.enum(['asked', 'low_score', 'asked_lately', 'no_owner', 'unknown_account']),
});
export type AskOutcome = z.infer<typeof askOutcome>['outcome'];
