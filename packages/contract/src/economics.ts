import { z } from 'zod';
import { line } from './primitives.ts';

/** What the figures of sources take as given. */
export const economicsSettings = z.strictObject({
  /** What a customer is worth: what they paid, or what of it was left after the cost of delivering. */
  ltvOn: z.enum(['revenue', 'margin']),
  /** The share of customers who stay for another year; without it, nothing is expected of the future. */
  retention: z.number().min(0).max(0.99).optional(),
  /** For how many months a first payment is; 12 where it is left out, 1 for those who bill by the month. */
  contractMonths: z.int().min(1).max(120).optional(),
  /** Percent of revenue that is margin, where no margin was reported. */
  marginPercent: z.number().min(0).max(100).optional(),
  /** Who brought a lead: the chosen attribution model, which holds unless set, or the original source. */
  creditBy: z.enum(['chosen', 'original']).optional(),
  /** With whom the referral rate is compared. */
  business: z.enum(['saas', 'ecommerce', 'services']).optional(),
});
export type EconomicsSettings = z.infer<typeof economicsSettings>;

/** How far a source is: most goes into what is proven, a little into what nobody knows yet. */
export const sourceTiers = ['core', 'growing', 'experiment'] as const;
export const sourceTier = z.enum(sourceTiers);
export type SourceTier = z.infer<typeof sourceTier>;

/** Which source is in which tier; experiment until set. */
export const diversificationSettings = z.strictObject({
  measure: z.enum(['spend', 'leads']),
  tiers: z.record(line(200), sourceTier).refine((tiers) => Object.keys(tiers).length <= 1000, 'at most 1000'),
});
export type DiversificationSettings = z.infer<typeof diversificationSettings>;
