import { z } from 'zod';
import { reportDimensions, reportPeriod, reportQuery } from './reports-query.ts';
import { sourceProposal } from './sources.ts';

/** The tables of the audit, of which a CSV file holds one. */
export const auditParts = ['rows', 'matrix', 'links', 'proposals', 'sites'] as const;

export const auditQuery = reportQuery.extend({
  groupBy: z.enum(reportDimensions).default('source'),
  /** Which table the CSV file holds. */
  part: z.enum(auditParts).default('rows'),
});
export type AuditQuery = z.infer<typeof auditQuery>;

const counts = z.object({
  leads: z.int(),
  /** No source is known: nothing named one, or a placeholder did, or no channel takes it. Direct is known. */
  unknown: z.int(),
  /** No touch is known. */
  withoutTouch: z.int(),
  /** Who said how they had heard of us. */
  asked: z.int(),
  /** Whose answer names their original source, or the source of any touch of their journey. */
  agreeing: z.int(),
  /** Whose answer names another. */
  differing: z.int(),
  /** Whose answer names nothing that is known. */
  unclear: z.int(),
});

/** `GET /v1/reports/audit`: how far the other reports can be trusted. Rows sum to the totals. */
export const auditReport = z.object({
  ...reportPeriod,
  journeys: z.enum(['person', 'account']),
  groupBy: z.enum(reportDimensions),
  rows: z.array(counts.extend({ key: z.string(), unknownShare: z.number().nullable() })),
  totals: counts.extend({ unknownShare: z.number().nullable() }),
  /** Tracked against self-reported: rows sum to `totals.asked`. */
  matrix: z.array(
    z.object({
      tracked: z.string(),
      reported: z.string(),
      says: z.enum(['agreeing', 'differing', 'unclear']),
      leads: z.int(),
    }),
  ),
  /** Tagged links that no channel takes. */
  links: z.array(
    z.object({
      site: z.string().nullable(),
      path: z.string(),
      source: z.string().nullable(),
      medium: z.string().nullable(),
      campaign: z.string().nullable(),
      touches: z.int(),
    }),
  ),
  linkTotals: z.object({ links: z.int(), touches: z.int() }),
  /** Spellings on which nobody has decided. */
  proposals: z.array(sourceProposal),
  sites: z.array(
    z.object({
      site: z.string(),
      name: z.string(),
      firstHitAt: z.string().nullable(),
      /** It used to report, and has not for a day, or as long as the settings of warnings say. */
      silent: z.boolean(),
    }),
  ),
});
export type AuditReport = z.infer<typeof auditReport>;
