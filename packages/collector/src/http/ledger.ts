import { illegalStep } from '@headwater/contract';
import { describeRoute } from 'hono-openapi';
import { resolver } from 'hono-openapi';
import type { z } from 'zod';
import { HttpProblem } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';

/** Describes a call of the ledger; a 409 names the state that stands against it. */
export const described = (summary: string, answer: z.ZodType, ...wrong: number[]) =>
  describeRoute({
    summary,
    tags: ['Rewards'],
    security: keyNeeded,
    responses: {
      200: answers('Done', answer),
      ...problems(401, 403, ...wrong),
      ...(wrong.includes(409) && { 409: illegal }),
    },
  });

const illegal = {
  description: 'Problem',
  content: { 'application/problem+json': { schema: resolver(illegalStep) } },
};

/** What was asked for, or 404: there is no such `what`. */
export function found<Value>(value: Value | undefined, what: 'referral' | 'reward' | 'payout'): Value {
  if (value === undefined) throw new HttpProblem(404, `no ${what} has this id`);
  return value;
}
