import { z } from 'zod';
import { timeOfDay } from './people.ts';
import { slackChannel } from './primitives.ts';

/** What is warned of. */
export const warningKinds = [
  'concentration',
  'unknown',
  'ltvCac',
  'diversification',
  'links',
  'silent',
] as const;
export type WarningKind = (typeof warningKinds)[number];

const on = z.boolean();
const percent = z.number().min(0).max(100);
/** How far back the report behind a warning looks. */
const days = z.int().min(1).max(3650);
/** Calendar months, the present one included: costs are known by the month. */
const months = z.int().min(1).max(120);

/** When marketing is warned, and where. What is exactly at a threshold is no warning. */
export const warningSettings = z.strictObject({
  /** At what time of day it is looked, in the calendar's time zone. */
  at: timeOfDay,
  /** Each warning is told once in it. */
  period: z.enum(['week', 'month', 'quarter']),
  /** Where they are told; in the fallback channel of routing where none is named. */
  channel: slackChannel.optional(),
  /** One source has more than that of the pipeline: opportunities of so many days that are open or won. */
  concentration: z.strictObject({ on, overPercent: percent, days }),
  /** More of the leads of so many days are of unknown source. */
  unknown: z.strictObject({ on, overPercent: percent, days }),
  /** A source brings less than so many times its cost, by the leads of so many months. */
  ltvCac: z.strictObject({ on, under: z.number().min(0).max(1000), months }),
  /** The tiers are more than so many points off 70-20-10; while no source has a tier, nobody is warned. */
  diversification: z.strictObject({ on, overPoints: percent, months }),
  /** More of the tagged touches of so many days came by links that break the convention. */
  links: z.strictObject({ on, overPercent: percent, days }),
  /** A site that used to report has not for so many hours. */
  silent: z.strictObject({ on, hours: z.int().min(1).max(720) }),
});
export type WarningSettings = z.infer<typeof warningSettings>;

/** What a warning is about: a source, a tier, a site; empty where it is about everything. */
const subject = z.string();

/** By what it was decided: `value` is `part` of `whole`, in the unit of `threshold`. */
export const warningNumbers = z.object({
  value: z.number(),
  threshold: z.number(),
  part: z.number(),
  whole: z.number(),
  /** What `part` and `whole` count: leads, touches, deals, or a currency in minor units. */
  unit: z.string(),
});
export type WarningNumbers = z.infer<typeof warningNumbers>;

/** A warning in words that need nothing else. */
export const warningTold = z.object({
  kind: z.enum(warningKinds),
  subject,
  /** A sentence with the number. */
  what: z.string(),
  /** What it means. */
  means: z.string(),
  numbers: warningNumbers,
  /** Path and query of the report behind it. */
  report: z.string(),
});
export type WarningTold = z.infer<typeof warningTold>;

/** Of `GET /v1/warnings`: `open` while it holds, `over` since it does not, or since another period has begun. */
export const warning = warningTold.extend({
  state: z.enum(['open', 'over']),
  /** `2026-03`, `2026-Q1`, or the Monday of a week. */
  period: z.string(),
  /** When it was first seen, also in periods before. */
  since: z.string(),
  toldAt: z.string(),
  overAt: z.string().nullable(),
});
export type Warning = z.infer<typeof warning>;

/** `GET /v1/warnings?from&to`: those that were open at some time between, the latest first. */
export const warningList = z.object({
  data: z.array(warning),
  /** When it was last looked; null before the first time. */
  checkedAt: z.string().nullable(),
});
export type WarningList = z.infer<typeof warningList>;

/** What Slack is told at one time. `dashboard` is the address of the dashboard. */
export const warningMessage = z.object({ warnings: z.array(warningTold).min(1), dashboard: z.string() });
export type WarningMessage = z.infer<typeof warningMessage>;
