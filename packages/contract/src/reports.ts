import { z } from 'zod';
import { reportDimensions, reportFilter, reportMoment } from './reports-query.ts';

/** `owner` is who claimed the lead; the others are what every report knows of it, by its original source. */
export const responseGroups = ['owner', ...reportDimensions] as const;
export type ResponseGroup = (typeof responseGroups)[number];

/** Asked without a period it is about the last thirty days. */
export const responseTimesQuery = reportFilter.extend({
  from: reportMoment.optional(),
  to: reportMoment.optional(),
  groupBy: z.enum(responseGroups).default('owner'),
  format: z.enum(['json', 'csv']).default('json'),
});
export type ResponseTimesQuery = z.infer<typeof responseTimesQuery>;

/** Median and 90th percentile, in minutes; null where nothing happened yet. */
export const spread = z.object({ median: z.number().nullable(), p90: z.number().nullable() });
export type Spread = z.infer<typeof spread>;

/** From the announcement to what people did first. Working time is that of whoever did it. */
export const responseTimes = z.object({
  /** Leads that were announced. */
  leads: z.int(),
  claimed: z.int(),
  followedUp: z.int(),
  /** Claimed before the deadline, and those that were not; who may still be claimed in time is neither. */
  inTime: z.int(),
  late: z.int(),
  /** `inTime` of both, 0 to 1. */
  withinDeadline: z.number().nullable(),
  claim: z.object({ minutes: spread, workingMinutes: spread }),
  followUp: z.object({ minutes: spread, workingMinutes: spread }),
});
export type ResponseTimes = z.infer<typeof responseTimes>;

/** `GET /v1/reports/response-times`. Counts of rows sum to the totals; the leads that nobody has are `(unclaimed)`. */
export const responseTimesReport = z.object({
  from: z.string(),
  to: z.string(),
  groupBy: z.enum(responseGroups),
  rows: z.array(responseTimes.extend({ key: z.string() })),
  totals: responseTimes,
});
export type ResponseTimesReport = z.infer<typeof responseTimesReport>;
