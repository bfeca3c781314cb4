import { z } from 'zod';

export const responseGroups = ['owner', 'channel', 'source'] as const;
export type ResponseGroup = (typeof responseGroups)[number];

/** Median and 90th percentile, in minutes; null where nothing happened yet. */
export const spread = z.object({ median: z.number().nullable(), p90: z.number().nullable() });
export type Spread = z.infer<typeof spread>;

/** From the announcement to what people did first. Working time is that of whoever did it. */
export const responseTimes = z.object({
  /** Leads that were announced. */
  leads: z.int(),
  claimed: z.int(),
  followedUp: z.int(),
  claim: z.object({ minutes: spread, workingMinutes: spread }),
  followUp: z.object({ minutes: spread, workingMinutes: spread }),
  /** Of the leads whose deadline has passed or that were claimed, the share claimed in time: 0 to 1. */
  withinDeadline: z.number().nullable(),
});
export type ResponseTimes = z.infer<typeof responseTimes>;

/** `GET /v1/reports/response-times`; `key` is null for what nobody claimed, or whose source is unknown. */
export const responseTimesReport = z.object({
  from: z.string(),
  to: z.string(),
  groupBy: z.enum(responseGroups),
  groups: z.array(responseTimes.extend({ key: z.string().nullable() })),
  total: responseTimes,
});
export type ResponseTimesReport = z.infer<typeof responseTimesReport>;
