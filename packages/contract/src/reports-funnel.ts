import { z } from 'zod';
import { reportPeriod, reportQuery, reportStage } from './reports-query.ts';

export const funnelQuery = reportQuery.extend({
  /** The stages of leads; or from attention to retention, visitors who are no lead included. */
  view: z.enum(['stages', 'aida']).default('stages'),
  /** Of `aida`: from which stage on a lead counts as desire. */
  desire: z.enum(['lead', 'mql']).default('lead'),
  /** Of `aida`: after so many days without a cancellation customers have stayed. */
  stayedDays: z.coerce.number().int().min(1).max(3650).default(90),
});
export type FunnelQuery = z.infer<typeof funnelQuery>;

/** `GET /v1/reports/funnel`: how far the leads of the period came, and what is lost between the steps. */
export const funnelReport = z.object({
  ...reportPeriod,
  journeys: z.enum(['person', 'account']),
  rows: z.array(
    z.object({
      step: reportStage,
      count: z.int(),
      ofPrevious: z.number().nullable(),
      ofFirst: z.number().nullable(),
      lost: z.int(),
      /** From the step before. */
      medianDays: z.number().nullable(),
      /** Where those stand whose last step this is. */
      stopped: z.object({ open: z.int(), disqualified: z.int(), lost: z.int() }),
    }),
  ),
  totals: z.object({ leads: z.int(), customers: z.int() }),
});
export type FunnelReport = z.infer<typeof funnelReport>;
