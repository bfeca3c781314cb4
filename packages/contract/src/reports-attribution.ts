import { z } from 'zod';
import { reportDimensions, reportPeriod, reportQuery, reportRevenue, reportStage } from './reports-query.ts';

export const attributionQuery = reportQuery.extend({
  /** The chosen model of the settings where left out. */
  model: z.string().optional(),
  stage: reportStage.default('customer'),
  groupBy: z.enum(reportDimensions).default('channel'),
});
export type AttributionQuery = z.infer<typeof attributionQuery>;

/** `GET /v1/reports/attribution`: what earned the conversions to a stage. Rows sum to the totals. */
export const attributionReport = z.object({
  ...reportPeriod,
  model: z.string(),
  stage: reportStage,
  groupBy: z.enum(reportDimensions),
  journeys: z.enum(['person', 'account']),
  rows: z.array(
    z.object({
      key: z.string(),
      conversions: z.number(),
      /** Of all conversions of the report. */
      share: z.number().nullable(),
      ...reportRevenue,
    }),
  ),
  totals: z.object({ conversions: z.number(), ...reportRevenue }),
});
export type AttributionReport = z.infer<typeof attributionReport>;
