import { z } from 'zod';
import { actor, eventId, instant, line, reportedInstant, text } from './primitives.ts';

export const followUpKinds = ['call', 'email', 'linkedin', 'meeting', 'other'] as const;
export type FollowUpKind = (typeof followUpKinds)[number];
export const followUpOutcomes = ['reached', 'not_reached'] as const;
export type FollowUpOutcome = (typeof followUpOutcomes)[number];

/** One attempt to reach a lead. */
export const followUp = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(followUpKinds),
  outcome: z.enum(followUpOutcomes),
  note: z.string().nullable(),
  by: z.string(),
});
export type FollowUp = z.infer<typeof followUp>;

/** Where a lead stands in the plan of its source; `nextAt` is null when it was reached or had its attempts. */
export const followUpState = z.object({
  plan: z.string(),
  attempts: z.int(),
  made: z.int(),
  isReached: z.boolean(),
  nextAt: z.string().nullable(),
});
export type FollowUpState = z.infer<typeof followUpState>;

/** Body of `POST /v1/leads/:id/follow-ups`; `at` is now where it is left out. */
export const followUpRequest = z.object({
  kind: z.enum(followUpKinds),
  outcome: z.enum(followUpOutcomes),
  note: text(2000).trim().optional(),
  at: reportedInstant.optional(),
  by: actor.optional(),
  eventId: eventId.optional(),
});

/** Times that need no calendar to be named; `tomorrow` and `next_week` (its Monday) are at 9:00. */
export const snoozeTimes = ['in_1_hour', 'tomorrow', 'next_week'] as const;
export type SnoozeTime = (typeof snoozeTimes)[number];

/** Body of `POST /v1/leads/:id/snooze`: until one of those times, a day (at 9:00), or a moment. */
export const snoozeRequest = z.object({
  until: z.union([z.enum(snoozeTimes), z.iso.date(), instant], {
    error: `${snoozeTimes.join(', ')}, a day such as 2026-03-09, or a time such as 2026-03-09T08:00:00Z`,
  }),
  reason: line(500),
  by: actor.optional(),
  eventId: eventId.optional(),
});

/** A lead that nobody is to be reminded of until a date. */
export const snooze = z.object({ until: z.string(), reason: z.string(), by: z.string() });
export type Snooze = z.infer<typeof snooze>;
export const snoozed = z.object({ leadId: z.string(), snoozed: snooze.nullable() });

/** What a message about one lead is about, besides the lead's present state. */
export const leadNews = z.discriminatedUnion('kind', [
  /** Nobody claimed it in three times the deadline. `since`: when it was announced. */
  z.object({ kind: z.literal('escalated'), since: z.string(), missedBy: z.string().nullable() }),
  z.object({ kind: z.literal('snooze_over'), reason: z.string() }),
  z.object({ kind: z.literal('follow_up_due'), attempt: z.int(), attempts: z.int() }),
]);
export type LeadNews = z.infer<typeof leadNews>;
