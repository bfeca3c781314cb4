import { z } from 'zod';
import { homeLead, referrerRank } from './home.ts';
import { timeOfDay } from './people.ts';
import { slackChannel } from './primitives.ts';

/** What is told once a day, a week and a month. Each can be switched off. */
export const digestSettings = z.strictObject({
  /** To each person with open leads, on their working days: at this time on their wall, else when they begin. */
  morning: z.strictObject({ on: z.boolean(), at: timeOfDay.optional() }),
  /** To each channel that had leads, about the last whole week; in the calendar's time zone. 1 is Monday. */
  weekly: z.strictObject({ on: z.boolean(), day: z.int().min(1).max(7), at: timeOfDay }),
  /** On the first working day of a month, about the last one; to the fallback channel where none is named. */
  monthly: z.strictObject({ on: z.boolean(), at: timeOfDay, channel: slackChannel.optional() }),
});
export type DigestSettings = z.infer<typeof digestSettings>;

/** Somebody's open leads, the most urgent first; `total` counts those left out too. */
export const morningList = z.object({
  slackUser: z.string(),
  leads: z.array(homeLead),
  total: z.int(),
});
export type MorningList = z.infer<typeof morningList>;

/** A week of one channel, as it stood when the summary was made; both days are part of it. */
export const weeklySummary = z.object({
  from: z.string(),
  until: z.string(),
  /** Routed to the channel for the first time. */
  leads: z.int(),
  claimed: z.int(),
  /** Of these, before any deadline was missed. */
  inTime: z.int(),
  medianMinutes: z.number().nullable(),
  sources: z.array(z.object({ source: z.string(), leads: z.int() })),
  referrers: z.array(z.object({ referrer: z.string(), leads: z.int() })),
});
export type WeeklySummary = z.infer<typeof weeklySummary>;

/** Who referred in a month (`2026-02`) and what became of it so far, the best first. */
export const recognition = z.object({ month: z.string(), rows: z.array(referrerRank), total: z.int() });
export type Recognition = z.infer<typeof recognition>;
