import { z } from 'zod';
import { actor, eventId, givenMoney, money, reportedInstant, text } from './primitives.ts';
import { stage } from './submissions.ts';

export const revenueKinds = ['new', 'repeat', 'expansion', 'refund', 'cancellation'] as const;
export const revenueKind = z.enum(revenueKinds);
export type RevenueKind = z.infer<typeof revenueKind>;

const givesBack = (kind: RevenueKind): boolean => kind === 'refund' || kind === 'cancellation';

/**
 * Body of `POST /v1/leads/:id/revenue`. Refunds and cancellations reduce, with either sign; a cancellation may be of
 * nothing that was paid.
 */
export const revenueChange = z
  .object({
    /** Recognises a repeat: the id of the invoice or credit note. An Idempotency-Key header will do. */
    eventId: eventId.optional(),
    kind: revenueKind,
    amount: givenMoney,
    /** What is left of the amount after its costs, in its currency. */
    margin: givenMoney.optional(),
    at: reportedInstant.optional(),
    reason: text(1000).optional(),
    by: actor.optional(),
  })
  .refine(({ kind, amount }) => givesBack(kind) || amount.amount > 0, {
    path: ['amount', 'amount'],
    message: 'is more than 0; what was given back is a refund or a cancellation',
  })
  .refine(({ kind, amount }) => kind !== 'refund' || amount.amount !== 0, {
    path: ['amount', 'amount'],
    message: 'is not 0',
  })
  .refine(({ amount, margin }) => margin === undefined || margin.currency === amount.currency, {
    path: ['margin', 'currency'],
    message: 'is the currency of the amount',
  });
export type RevenueChange = z.infer<typeof revenueChange>;

/** One entry of what money came of a lead; `by` is null where Headwater acted by itself. */
export const revenueEntry = z.object({
  eventId: z.string(),
  at: z.string(),
  kind: revenueKind,
  /** Negative for what was given back. */
  amount: money,
  margin: money.nullable(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
});
export type RevenueEntryView = z.infer<typeof revenueEntry>;

/** The way of a lead through the stages. */
export const leadCourse = z.object({
  /** Each stage once, when it was reached first; implied where only a later one was reported. */
  reached: z.array(z.object({ stage, at: z.string(), isImplied: z.boolean() })),
  /** When they left the funnel, and came back. */
  exits: z.array(
    z.object({ stage: z.enum(['lost', 'disqualified']), at: z.string(), cameBackAt: z.string().nullable() }),
  ),
  /** Every change that was reported, by the time at which it happened. */
  changes: z.array(
    z.object({
      eventId: z.string(),
      stage,
      at: z.string(),
      by: z.string().nullable(),
      value: money.nullable(),
      revenue: money.nullable(),
      margin: money.nullable(),
      reason: z.string().nullable(),
    }),
  ),
  /** What the opportunity was last said to be worth. */
  value: money.nullable(),
});
export type LeadCourse = z.infer<typeof leadCourse>;

/** Body of `POST /v1/leads/:id/merge`: that lead becomes part of this one. */
export const mergeRequest = z.object({
  with: text(80).trim().min(1),
  by: actor.optional(),
  eventId: eventId.optional(),
});
/** Body of `POST /v1/leads/:id/unmerge`: of a lead that others were joined with, `with` names which. */
export const unmergeRequest = z.object({
  with: text(80).trim().min(1).optional(),
  by: actor.optional(),
  eventId: eventId.optional(),
});
