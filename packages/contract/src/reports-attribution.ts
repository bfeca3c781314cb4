import { z } from 'zod';
import { attributionModel, markovOrder } from './attribution.ts';
import { reportDimensions, reportPeriod, reportQuery, reportRevenue, reportStage } from './reports-query.ts';

/** What the models take besides the settings. */
export const modelQuery = {
  /** Of Markov; as the settings say where left out. */
  order: z.coerce.number().pipe(markovOrder).optional(),
};

export const attributionQuery = reportQuery.extend({
  /** The chosen model of the settings where left out. */
  model: attributionModel.optional(),
  ...modelQuery,
  stage: reportStage.default('customer'),
  groupBy: z.enum(reportDimensions).default('channel'),
});
export type AttributionQuery = z.infer<typeof attributionQuery>;

const earnedInAll = z.object({ conversions: z.number(), ...reportRevenue });
/** `share` is of all conversions of the report. */
const earned = earnedInAll.extend({ share: z.number().nullable() });

/** `GET /v1/reports/attribution`: what earned the conversions to a stage. Rows sum to the totals. */
export const attributionReport = z.object({
  ...reportPeriod,
  model: attributionModel,
  stage: reportStage,
  groupBy: z.enum(reportDimensions),
  journeys: z.enum(['person', 'account']),
  rows: z.array(earned.extend({ key: z.string() })),
  totals: earnedInAll,
});
export type AttributionReport = z.infer<typeof attributionReport>;

export const compareQuery = attributionQuery.omit({ model: true });
export type CompareQuery = z.infer<typeof compareQuery>;

const everyModel = <Value extends z.ZodType>(value: Value) => z.record(attributionModel, value);

/** `GET /v1/reports/compare`: what every model says, side by side. */
export const compareReport = z.object({
  ...reportPeriod,
  stage: reportStage,
  groupBy: z.enum(reportDimensions),
  journeys: z.enum(['person', 'account']),
  rows: z.array(z.object({ key: z.string(), models: everyModel(earned) })),
  totals: z.object({ models: everyModel(earnedInAll) }),
});
export type CompareReport = z.infer<typeof compareReport>;
