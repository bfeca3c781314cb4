import { z } from 'zod';
import { pathTransform } from './attribution.ts';
import { reportDimensions, reportPeriod, reportQuery, reportRevenue, reportStage } from './reports-query.ts';

const journeys = z.enum(['person', 'account']);
const stages = z.record(reportStage, z.int());

export const pathsQuery = reportQuery.extend({
  stage: reportStage.default('customer'),
  groupBy: z.enum(reportDimensions).default('channel'),
  /** Repeats in a row are one step unless asked for otherwise. */
  transform: pathTransform.default('exposure'),
  limit: z.coerce.number().int().min(1).max(500).default(25),
});
export type PathsQuery = z.infer<typeof pathsQuery>;

const spread = z.object({ median: z.number().nullable(), p90: z.number().nullable() });

/** `GET /v1/reports/paths`: the ways conversions went. The last row is `(other paths)` where there are more. */
export const pathsReport = z.object({
  ...reportPeriod,
  stage: reportStage,
  groupBy: z.enum(reportDimensions),
  journeys,
  rows: z.array(
    z.object({
      path: z.array(z.string()),
      conversions: z.int(),
      share: z.number().nullable(),
      /** From the first touch within the lookback. */
      medianDays: z.number().nullable(),
      ...reportRevenue,
    }),
  ),
  totals: z.object({
    conversions: z.int(),
    paths: z.int(),
    touches: spread,
    days: spread,
    ...reportRevenue,
  }),
  /** 20 is that many and more. */
  lengths: z.array(z.object({ touches: z.int(), conversions: z.int() })),
  /** For a Sankey: what followed upon the step of that number; `(conversion)` is the end. */
  transitions: z.array(z.object({ step: z.int(), from: z.string(), to: z.string(), conversions: z.int() })),
});
export type PathsReport = z.infer<typeof pathsReport>;

export const cohortsQuery = reportQuery;

const cohortFigures = z.object({
  leads: z.int(),
  stages,
  customerRate: z.number().nullable(),
  ...reportRevenue,
});

/** `GET /v1/reports/cohorts`: leads by the month of their first touch, which lies in the period. */
export const cohortsReport = z.object({
  ...reportPeriod,
  journeys,
  rows: z.array(
    cohortFigures.extend({
      month: z.string(),
      /** Customers within 1, 2 … 12 times thirty days of their first touch. */
      customersAfter: z.array(z.int()),
    }),
  ),
  totals: cohortFigures,
});
export type CohortsReport = z.infer<typeof cohortsReport>;

export const lifecycleQuery = reportQuery.extend({
  /** Without a touch for so long, people count as gone quiet; a first purchase is new for as long. */
  quietDays: z.coerce.number().int().min(1).max(3650).default(90),
  /** Without a purchase for so long, customers count as lapsed. */
  lapsedDays: z.coerce.number().int().min(1).max(3650).default(365),
});
export type LifecycleQuery = z.infer<typeof lifecycleQuery>;

export const lifecycleStage = z.enum([
  'awareness',
  'engagement',
  'evaluation',
  'purchase',
  'support',
  'loyalty',
]);

/** `GET /v1/reports/lifecycle`: where the leads that came in the period stand at its end, or now. */
export const lifecycleReport = z.object({
  ...reportPeriod,
  journeys,
  rows: z.array(
    z.object({
      stage: lifecycleStage,
      people: z.int(),
      /** Of them, those who had left or lapsed and came back. */
      reentered: z.int(),
      share: z.number().nullable(),
    }),
  ),
  totals: z.object({
    people: z.int(),
    reentered: z.int(),
    /** `new` are no customers yet. */
    customers: z.object({ new: z.int(), firstTime: z.int(), repeat: z.int(), lapsed: z.int() }),
  }),
});
export type LifecycleReport = z.infer<typeof lifecycleReport>;
