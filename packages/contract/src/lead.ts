import { z } from 'zod';
import { leadCourse, revenueEntry } from './course.ts';
import { buyingRole } from './buyingCentre.ts';
import { clickIds } from './events.ts';
import { followUp, followUpState, snooze } from './followUps.ts';
import { money } from './primitives.ts';
import { qualificationSummary } from './qualification.ts';
import { stage } from './submissions.ts';

export const families = ['inbound', 'outbound', 'paid', 'partnership', 'event'] as const;
export const family = z.enum(families).nullable();
export type Family = z.infer<typeof family>;

/** What a touch means, after the naming and channel rules. Unknown parts are null. */
export const source = z.object({
  source: z.string().nullable(),
  medium: z.string().nullable(),
  campaign: z.string().nullable(),
  content: z.string().nullable(),
  channel: z.string(),
  family,
});
export type Source = z.infer<typeof source>;

/** Body of `POST /v1/sources/classify`. */
export const classifyRequest = z.object({
  url: z.string().max(8192).optional(),
  referrer: z.string().max(8192).optional(),
  utm: z.record(z.string().max(64), z.string().max(1024)).optional(),
  click: clickIds.optional(),
  ref: z.string().max(128).optional(),
});
export type ClassifyRequest = z.infer<typeof classifyRequest>;

/** The resolved source and the rule that decided, without anything being stored. */
export const classification = z.object({
  source: z.string().nullable(),
  medium: z.string().nullable(),
  campaign: z.string().nullable(),
  channel: z.string(),
  family,
  rule: z.string(),
});
export type Classification = z.infer<typeof classification>;

export const rawSource = z.object({
  source: z.string().nullable(),
  medium: z.string().nullable(),
  campaign: z.string().nullable(),
  term: z.string().nullable(),
  content: z.string().nullable(),
  click: clickIds,
  ref: z.string().nullable(),
});
export type RawSource = z.infer<typeof rawSource>;

export const touch = z.object({
  id: z.string(),
  kind: z.string(),
  at: z.string(),
  url: z.string().nullable(),
  referrer: z.string().nullable(),
  /** Which of several webinars or talks, where somebody said so. */
  session: z.string().nullable(),
  raw: rawSource,
  resolved: source,
});
export type Touch = z.infer<typeof touch>;

export const temperature = z.enum(['cold', 'warm', 'hot']);
export type Temperature = z.infer<typeof temperature>;

export const scoreLine = z.object({ points: z.number(), because: z.string() });
export type ScoreLine = z.infer<typeof scoreLine>;

export const triedRule = z.object({ rule: z.string(), matched: z.boolean(), because: z.string() });
export type TriedRule = z.infer<typeof triedRule>;

/** The routing decision: `owner` is who should act, `deadline` until when it should be claimed. */
export const assignment = z.object({
  owner: z.string().nullable(),
  channel: z.string(),
  deadline: z.string().nullable(),
  rule: z.string(),
  because: z.string(),
  tried: z.array(triedRule),
  /** The pool that chose the owner, or would choose the next. */
  pool: z.string().nullable().optional(),
  /** Slack users who are told as well. */
  watchers: z.array(z.string()).optional(),
  /** Somebody has to qualify the lead before it is worked on as ready. */
  qualifyFirst: z.boolean().optional(),
});
export type Assignment = z.infer<typeof assignment>;

export const lead = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  company: z.string().nullable(),
  phone: z.string().nullable(),
  linkedin: z.string().nullable(),
  country: z.string().nullable(),
  /** From their last answer to a survey on the site. */
  segment: z.string().nullable(),
  account: z.string().nullable(),
  /** What they are to a purchase of their company. */
  role: buyingRole,
  stage,
  stages: z.array(z.object({ stage, at: z.string() })),
  score: z.number(),
  scoreLines: z.array(scoreLine),
  temperature,
  temperatureReasons: z.array(z.string()),
  originalSource: source,
  latestSource: source,
  heardFrom: z.string().nullable(),
  owner: z.string().nullable(),
  assignment: assignment.nullable(),
  /** Nobody is reminded until then. */
  snoozed: snooze.nullable(),
  flags: z.array(z.string()),
  createdAt: z.string(),
});
export type Lead = z.infer<typeof lead>;

/** One thing a lead did, in words, for the card and the status page. */
export const activity = z.object({ at: z.string(), text: z.string() });
export type Activity = z.infer<typeof activity>;

export const historyKinds = [
  'assigned',
  'claimed',
  'reassigned',
  'reminded',
  'deadline_missed',
  'disqualified',
  'qualified',
  'role_changed',
  'stage_changed',
  'submitted_again',
  'merged',
  'unmerged',
  'revenue',
  'escalated',
  'snoozed',
  'snooze_over',
  'follow_up',
  'follow_up_due',
] as const;

/** One line of a lead's history. `actor` is null where Headwater acted by itself. */
export const historyEntry = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(historyKinds),
  actor: z.string().nullable(),
  to: z.string().nullable(),
  note: z.string().nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** `GET /v1/leads/:id`: the lead with its submissions and its history. */
export const leadDetail = lead.extend({
  submissions: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      via: z.string(),
      message: z.string().nullable(),
      fields: z.record(z.string(), z.string()),
      form: z.object({ id: z.string().nullable(), name: z.string().nullable(), url: z.string().nullable() }),
      consent: z.object({ marketing: z.boolean(), text: z.string().nullable() }).nullable(),
    }),
  ),
  activity: z.array(activity),
  history: z.array(historyEntry),
  followUps: z.array(followUp),
  /** Null while nobody has the lead, and where its source has no plan. */
  followUpState: followUpState.nullable(),
  qualification: qualificationSummary,
  course: leadCourse,
  /** What money came of the lead, by time. */
  revenue: z.array(revenueEntry),
  /** What is left of it, one sum a currency. */
  revenueTotals: z.array(money),
});
export type LeadDetail = z.infer<typeof leadDetail>;

/** One page of a list; `nextCursor` is null on the last. */
export const page = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row), nextCursor: z.string().nullable() });
