import { z } from 'zod';
import { ruleModels } from './attribution.ts';
import { money } from './primitives.ts';
import { reportDimensions, reportPeriod, reportQuery } from './reports-query.ts';
import { sourceFigures } from './reports-sources.ts';
import { spendKinds } from './spend.ts';

/** Who brought a lead: its original source, or what the touches earn under a model. */
export const creditBy = z.enum(['original', ...ruleModels]);

/** Without a model that of the settings; where that is Markov, which has no credits of one lead, the original source. */
export const economicsQuery = reportQuery.extend({
  model: creditBy.optional(),
  groupBy: z.enum(reportDimensions).default('source'),
});
export type EconomicsQuery = z.infer<typeof economicsQuery>;

const amount = money.nullable();
const number = z.number().nullable();

/** A single amount is null where it would be of several currencies, and where it would be divided by 0. */
export const economicFigures = sourceFigures.omit({ leads: true, stages: true }).extend({
  /** With parts where a model divides leads. */
  leads: z.number(),
  stages: z.record(z.enum(['lead', 'mql', 'sql', 'opportunity', 'customer']), z.number()),
  cost: amount,
  costs: z.array(money),
  costByKind: z.record(z.enum(spendKinds), z.array(money)),
  cpl: amount,
  costPerMql: amount,
  costPerSql: amount,
  costPerOpportunity: amount,
  cac: amount,
  /** Null where the margin of somebody's revenue is not known. */
  margin: amount,
  margins: z.array(money),
  /** What all customers brought, and are expected to bring: LTV:CAC is that by `cost`. */
  lifetime: amount,
  ltv: amount,
  ltvToCac: number,
  /** Below 3.00. */
  ltvToCacIsLow: z.boolean(),
  roiPercent: number,
  paybackMonths: number,
  cycleDays: z.object({ fromFirstTouch: number, fromLead: number }),
  dealSize: amount,
  churnRate: number,
  netRevenueRetention: number,
});
export type EconomicFigures = z.infer<typeof economicFigures>;

/** `GET /v1/reports/economics`: what the leads of the period cost and brought. Rows sum to the totals. */
export const economicsReport = z.object({
  ...reportPeriod,
  model: creditBy,
  groupBy: z.enum(reportDimensions),
  journeys: z.enum(['person', 'account']),
  rows: z.array(economicFigures.extend({ key: z.string(), share: number })),
  totals: economicFigures,
  /** Of everybody who was a customer at the end of the period, how many referred somebody in it. */
  referrals: z.object({
    customers: z.int(),
    referred: z.int(),
    ratePercent: number,
    /** What is usual for the business that the settings name. */
    band: z.object({ from: z.number(), to: z.number() }).nullable(),
    standing: z.enum(['below', 'within', 'above']).nullable(),
  }),
});
export type EconomicsReport = z.infer<typeof economicsReport>;
