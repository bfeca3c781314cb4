import { z } from 'zod';
import { family } from './lead.ts';
import { line, text } from './primitives.ts';

/** What links have to look like. */
export const linkSettings = z.strictObject({
  /** Every medium that links may carry, each in lower case and without spaces. */
  mediums: z
    .array(line(60).regex(/^[^\s\p{Lu}]+$/u, 'lower case, without spaces'))
    .min(1)
    .max(200),
  requireCampaign: z.boolean(),
  /**
   * What campaigns look like, in words: `{year}-{quarter}-{words}` takes `2026-q1-spring-launch`. The words are
   * {year}, {quarter} (q1), {month} (01), {number}, {word} and {words}; all else stands for itself.
   */
  campaignPattern: line(120).optional(),
});
export type LinkSettings = z.infer<typeof linkSettings>;

/** Body of `POST /v1/links`. */
export const linkRequest = z.strictObject({
  url: line(4096),
  source: text(200),
  medium: text(200),
  campaign: text(200).optional(),
  content: text(200).optional(),
  term: text(200).optional(),
});
export type LinkRequest = z.infer<typeof linkRequest>;

/** A link that keeps the convention, and what it will count as. */
export const builtLink = z.object({
  url: z.string(),
  source: z.string(),
  medium: z.string(),
  campaign: z.string().nullable(),
  content: z.string().nullable(),
  term: z.string().nullable(),
  channel: z.string(),
  family,
  rule: z.string(),
  /** What was written otherwise, and is mended in the link. */
  changed: z.array(z.object({ path: z.string(), from: z.string(), to: z.string() })),
  warnings: z.array(z.string()),
});
export type BuiltLink = z.infer<typeof builtLink>;

export const linkFaults = [
  'missing_source',
  'missing_medium',
  'missing_campaign',
  'empty_value',
  'placeholder',
  'personal_data',
  'upper_case',
  'space',
  'odd_character',
  'alias_spelling',
  'unknown_medium',
  'off_pattern',
  'unassigned',
] as const;
export type LinkFault = (typeof linkFaults)[number];

/** What is wrong with a link, at which of its parameters, and what to do. */
export const linkProblem = z.object({ path: z.string(), fault: z.enum(linkFaults), message: z.string() });
export type LinkProblem = z.infer<typeof linkProblem>;

const counted = z.object({ links: z.int(), touches: z.int() });

/** `GET /v1/reports/links`: links by which people came and that break the convention, the most used first. */
export const linksReport = z.object({
  from: z.string(),
  to: z.string(),
  rows: z.array(
    z.object({
      site: z.string().nullable(),
      /** Path of the page that it leads to. */
      path: z.string(),
      source: z.string().nullable(),
      medium: z.string().nullable(),
      campaign: z.string().nullable(),
      content: z.string().nullable(),
      term: z.string().nullable(),
      channel: z.string(),
      touches: z.int(),
      problems: z.array(linkProblem),
    }),
  ),
  /** Of the rows. A link with two faults counts under both. */
  totals: counted.extend({ byFault: z.partialRecord(z.enum(linkFaults), counted) }),
  /** All tagged links of the period, broken or not. */
  tagged: counted,
  /** Null where everything that arrived is counted; else until when. */
  countedUpTo: z.string().nullable(),
});
export type LinksReport = z.infer<typeof linksReport>;
