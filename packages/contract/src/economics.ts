import { z } from 'zod';
import { line } from './primitives.ts';

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
