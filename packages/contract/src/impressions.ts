import { z } from 'zod';
import { line } from './primitives.ts';
import { spendDimensions } from './spend.ts';

/** A day, `2026-03-09`, or a month, `2026-03`, which is spread evenly over its days. */
const dayOrMonth = z.union([z.iso.date(), z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)], {
  error: 'a day such as 2026-03-09, or a month such as 2026-03',
});

/** Names one number of impressions: there is one for each period and source, channel or campaign. */
export const impressionsCellName = z.object({
  period: dayOrMonth,
  by: z.enum(spendDimensions),
  key: line(200),
});
export type ImpressionsCellName = z.infer<typeof impressionsCellName>;

/** Body of `PUT /v1/impressions`: how often something was shown. Put again it replaces what was there; 0 removes it. */
export const impressionsCell = impressionsCellName.extend({ count: z.int().min(0).max(1e12) });
export type ImpressionsCell = z.infer<typeof impressionsCell>;

/** `key` is the name under which reports know what was put. */
export const impressionsAnswer = impressionsCell.extend({
  outcome: z.enum(['stored', 'unchanged', 'removed']),
});
export type ImpressionsAnswer = z.infer<typeof impressionsAnswer>;

/** `GET /v1/impressions` */
export const impressionsList = z.object({
  data: z.array(impressionsCell),
  totals: z.object({ count: z.int() }),
});
export type ImpressionsList = z.infer<typeof impressionsList>;
