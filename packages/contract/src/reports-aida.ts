import { z } from 'zod';
import { reportPeriod } from './reports-query.ts';

export const aidaStep = z.enum(['attention', 'interest', 'desire', 'action', 'retention']);

/** `GET /v1/reports/funnel?view=aida`: from attention to retention, with what is lost between the steps. */
export const aidaReport = z.object({
  ...reportPeriod,
  view: z.literal('aida'),
  journeys: z.enum(['person', 'account']),
  rows: z.array(
    z.object({
      step: aidaStep,
      count: z.int(),
      ofPrevious: z.number().nullable(),
      ofFirst: z.number().nullable(),
      lost: z.int(),
      /** Of the step before. */
      lostShare: z.number().nullable(),
    }),
  ),
  totals: z.object({
    impressions: z.int(),
    /** Who are no lead, and how often they came. */
    visitors: z.int(),
    visits: z.int(),
    leads: z.int(),
    customers: z.int(),
    biggestLoss: z.object({ from: aidaStep, to: aidaStep, lost: z.int(), lostShare: z.number() }).nullable(),
  }),
});
export type AidaReport = z.infer<typeof aidaReport>;
