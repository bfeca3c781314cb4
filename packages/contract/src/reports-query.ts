import { z } from 'zod';
import { instant, line, money } from './primitives.ts';

/** A moment, or a day, which begins at midnight in the time zone of the calendar's settings. */
export const reportMoment = z.union([z.iso.date(), instant], {
  error: 'a day such as 2026-03-09, or a time such as 2026-03-09T08:00:00Z',
});

/** What a report may be broken down by: the source of a touch, or what is known of the lead. */
export const reportDimensions = [
  'family',
  'channel',
  'source',
  'medium',
  'campaign',
  'content',
  'segment',
  'country',
  'industry',
  'companySize',
  'site',
] as const;
export type ReportDimension = (typeof reportDimensions)[number];

/** Only what has these values; `(unknown)` is what has none. */
export const reportFilter = z.object({
  family: line(200).optional(),
  channel: line(200).optional(),
  source: line(200).optional(),
  medium: line(200).optional(),
  campaign: line(1024).optional(),
  content: line(1024).optional(),
  segment: line(200).optional(),
  country: line(200).optional(),
  industry: line(200).optional(),
  companySize: line(20).optional(),
  site: line(200).optional(),
});
export type ReportFilter = z.infer<typeof reportFilter>;

/** What every report is asked with: from a moment until before another, all time where they are left out. */
export const reportQuery = reportFilter.extend({
  from: reportMoment.optional(),
  to: reportMoment.optional(),
  /** The journeys of persons, or of all persons of an account together; as the settings say where left out. */
  journeys: z.enum(['person', 'account']).optional(),
  format: z.enum(['json', 'csv']).default('json'),
});
export type ReportQuery = z.infer<typeof reportQuery>;

/** Like the query: null where it named no moment. */
export const reportPeriod = { from: z.string().nullable(), to: z.string().nullable() };

/** `revenue` where all of it is in one currency, null where there is none or several; `revenues` is one a currency. */
export const reportRevenue = { revenue: money.nullable(), revenues: z.array(money) };

/** Stages that can be reached; exits are none of them. */
export const reportStage = z.enum(['lead', 'mql', 'sql', 'opportunity', 'customer']);
export type ReportStage = z.infer<typeof reportStage>;
