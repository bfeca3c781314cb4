import type { Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { z } from 'zod';
import type { LeadId } from '../ids.ts';
import { HttpProblem } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';

/** Describes a route about leads; `wrong` are the statuses it can answer besides those of a missing key. */
export const described = (summary: string, answer: z.ZodType, ...wrong: number[]) =>
  describeRoute({
    summary,
    tags: ['Leads'],
    security: keyNeeded,
    responses: { 200: answers('Done', answer), ...problems(401, 403, ...wrong) },
  });

/** The lead that the path names. */
export const leadId = (c: Context): LeadId => c.req.param('id') as LeadId;

export const notFound = (): HttpProblem => new HttpProblem(404, 'no lead has this id');

/** The value, or 404 where there is none. */
export function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw notFound();
  return value;
}
