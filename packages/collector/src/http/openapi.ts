import { problem } from '@headwater/contract';
import { resolver } from 'hono-openapi';
import type { z } from 'zod';

/** Describes an answer for the OpenAPI document. */
export const answers = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema: resolver(schema) } },
});

/** Describes a request body that the handler reads by itself. */
export const sends = (schema: z.ZodType, types: string[]) => ({
  required: true,
  content: Object.fromEntries(types.map((type) => [type, { schema: resolver(schema) }])),
});

/** Describes what goes wrong, the same shape everywhere. */
export const problems = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: 'Problem', content: { 'application/problem+json': { schema: resolver(problem) } } },
    ]),
  );

export const keyNeeded = [{ key: [] }];
