import type { Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { z } from 'zod';
import type { ReportAnswer } from '../actions/askReport.ts';
import type { ReportForm } from '../actions/writeReport.ts';
import { csvFile } from './csvFile.ts';
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

/** The answer as JSON with what was `asked`, or its rows as CSV. It comes written: what is large is not read here. */
export async function sendReport(
  c: Context,
  name: string,
  format: ReportForm,
  found: ReportAnswer<unknown>,
  asked: object,
): Promise<Response> {
  if (found.outcome === 'no_period') throw wrongField('to', 'must not be before from');
  const { period, journeys } = found;
  const answer = await found.written(format);
  if (format === 'json')
    return c.body(joined({ ...period, ...asked, journeys }, answer), 200, {
      'Content-Type': 'application/json',
    });
  return csvFile(c, name, Buffer.from(answer));
}

/** One JSON object with the fields of the first and then those of the second, which is written; both have some. */
const joined = (first: object, second: Uint8Array) =>
  Buffer.concat([Buffer.from(`${JSON.stringify(first).slice(0, -1)},`), second.subarray(1)]);
