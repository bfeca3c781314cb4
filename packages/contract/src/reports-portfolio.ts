import { z } from 'zod';
import { sourceTier } from './economics.ts';
import { money } from './primitives.ts';
import { creditBy, economicFigures } from './reports-economics.ts';
import { reportPeriod, reportQuery } from './reports-query.ts';

const model = { model: creditBy.optional() };
const number = z.number().nullable();
const amount = money.nullable();
const journeys = z.enum(['person', 'account']);

export const matrixQuery = reportQuery.extend(model);

/** How a source stands among those of which the same is known: in the best third, the last, or between. */
export const standing = z.enum(['strong', 'middling', 'weak']).nullable();
export const standingOn = z.enum(['volume', 'quality', 'speed', 'cost', 'value']);

const matrixFigures = z.object({
  /** Leads. */
  volume: z.number(),
  /** From lead to customer. */
  quality: number,
  /** Days from the first touch to the customer, the median. */
  speed: number,
  /** Of a customer. */
  cost: amount,
  /** Lifetime value. */
  value: amount,
  ltvToCac: number,
});

/** `GET /v1/reports/matrix`: the sources side by side, from own data. */
export const matrixReport = z.object({
  ...reportPeriod,
  model: creditBy,
  journeys,
  rows: z.array(
    matrixFigures.extend({
      key: z.string(),
      tier: sourceTier,
      /** How many times the rate of the source that converts worst. */
      qualityFactor: number,
      standings: z.record(standingOn, standing),
      /** From 0 to 100: its place among the others, over everything that is known of it. */
      score: number,
    }),
  ),
  totals: matrixFigures,
});
export type MatrixReport = z.infer<typeof matrixReport>;

export const diversificationQuery = reportQuery.extend({
  ...model,
  /** Money or leads; as the settings say where left out. */
  measure: z.enum(['spend', 'leads']).optional(),
});

const share = z.object({ key: z.string(), share: z.number() }).nullable();

/** `GET /v1/reports/diversification`: how far tiers are from 70-20-10. Shares of tiers are in percent. */
export const diversificationReport = z.object({
  ...reportPeriod,
  model: creditBy,
  journeys,
  measure: z.enum(['spend', 'leads']),
  /** Of the amounts, which are minor units; null where they are leads, or of several currencies, which have no shares. */
  currency: z.string().nullable(),
  rows: z.array(
    z.object({
      tier: sourceTier,
      target: z.number(),
      amount: z.number(),
      share: number,
      pointsOff: number,
      /** More than 5 points. */
      isOff: z.boolean(),
    }),
  ),
  totals: z.object({ amount: z.number() }),
  sources: z.array(
    z.object({
      key: z.string(),
      tier: sourceTier,
      leads: z.number(),
      costs: z.array(money),
      amount: z.number(),
      share: number,
    }),
  ),
  /** Of the pipeline: opportunities that are open, and deals that were won. */
  concentration: z.object({
    measure: z.enum(['value', 'number']),
    currency: z.string().nullable(),
    rows: z.array(z.object({ key: z.string(), amount: z.number(), share: number })),
    total: z.number(),
    most: share,
  }),
});
export type DiversificationReport = z.infer<typeof diversificationReport>;

export const reviewQuery = reportQuery
  .extend({
    ...model,
    quarter: z
      .string()
      .regex(/^(\d{4}-Q[1-4]|last)$/, 'a quarter such as 2026-Q1, or last')
      .optional(),
  })
  .refine(({ quarter, from }) => quarter === undefined || from === undefined, {
    path: ['from'],
    message: 'name a quarter, or from and to',
  })
  .refine(({ to, from }) => to === undefined || from !== undefined, {
    path: ['from'],
    message: 'name from as well',
  });

const reviewed = economicFigures.pick({
  leads: true,
  cost: true,
  costs: true,
  cac: true,
  ltvToCac: true,
  roiPercent: true,
});
const figures = reviewed.extend({ customers: z.number() });
const sentence = z.object({ key: z.string(), because: z.string() });

/** `GET /v1/reports/review`: what to do more of, what to stop, what was tried; the period beside the one before. */
export const reviewReport = z.object({
  ...reportPeriod,
  model: creditBy,
  journeys,
  before: z.object(reportPeriod),
  top: z.array(sentence),
  stop: z.array(sentence),
  newSources: z.object({ tried: z.array(z.string()), because: z.string() }),
  rows: z.array(
    figures.extend({
      key: z.string(),
      before: figures.nullable(),
      /** Against the period before. */
      change: z.object({ leads: z.number(), customers: z.number() }),
    }),
  ),
  totals: figures.extend({ before: figures }),
});
export type ReviewReport = z.infer<typeof reviewReport>;
