import { z } from 'zod';
import { reportDimensions, reportPeriod, reportQuery, reportRevenue, reportStage } from './reports-query.ts';

export const sourcesQuery = reportQuery.extend({ groupBy: z.enum(reportDimensions).default('source') });
export type SourcesQuery = z.infer<typeof sourcesQuery>;

/** How many leads reached each stage so far; null rates where nobody reached the earlier of the two. */
export const sourceFigures = z.object({
  leads: z.int(),
  stages: z.record(reportStage, z.int()),
  rates: z.array(z.object({ from: reportStage, to: reportStage, rate: z.number().nullable() })),
  ...reportRevenue,
});

/** `GET /v1/reports/sources`: the leads that came in the period, and what became of them, by original source. */
export const sourcesReport = z.object({
  ...reportPeriod,
  groupBy: z.enum(reportDimensions),
  journeys: z.enum(['person', 'account']),
  rows: z.array(sourceFigures.extend({ key: z.string(), share: z.number().nullable() })),
  totals: sourceFigures,
});
export type SourcesReport = z.infer<typeof sourcesReport>;
