import type { Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { z } from 'zod';
import type { ReportAnswer } from '../actions/askReport.ts';
import { csvOf } from '../actions/csvOf.ts';
import { wrongField } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';

/** Describes a report for the OpenAPI document. */
export const describedReport = (summary: string, report: z.ZodType) =>
  describeRoute({
    summary,
    tags: ['Reports'],
    security: keyNeeded,
    responses: {
      200: answers('The report; with format=csv its rows', report),
      ...problems(401, 403, 422, 429, 503),
    },
  });

/** The answer as JSON with what was `asked`, or its rows as CSV. */
export function sendReport<Answer extends { rows: readonly object[] }>(
  c: Context,
  name: string,
  format: 'json' | 'csv',
  found: ReportAnswer<Answer>,
  asked: object,
): Response {
  if (found.outcome === 'no_period') throw wrongField('to', 'must not be before from');
  const { period, journeys, answer } = found;
  if (format === 'json') return c.json({ ...period, ...asked, journeys, ...answer });
  return c.body(csvOf(answer.rows), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  });
}
