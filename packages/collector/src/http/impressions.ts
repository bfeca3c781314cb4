import { impressionsAnswer, impressionsCell, impressionsList } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { putImpressions, readImpressions } from '../actions/impressions.ts';
import type { Allow, Authorised } from './auth.ts';
import { wrongField } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json, query } from './validate.ts';

/** A month, or a day of it. */
const monthOrDay = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$/, 'a month such as 2026-03')
  .transform((text) => text.slice(0, 7));
const months = z
  .object({ from: monthOrDay.default('0000-01'), to: monthOrDay.default('9999-12') })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' });

/** How often sources, channels and campaigns were shown to people. */
export function impressionRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .put(
      '/v1/impressions',
      described('Say how often something was shown on a day or in a month; 0 removes it', impressionsAnswer),
      allow('marketing'),
      json(impressionsCell),
      async (c) => {
        const change = await putImpressions(deps, c.req.valid('json'), c.get('caller').name);
        if (change.outcome === 'invalid') throw wrongField(change.path, change.message);
        return c.json(change);
      },
    )
    .get(
      '/v1/impressions',
      described('Impressions by day or month; from and to are included', impressionsList),
      allow('marketing'),
      query(months),
      async (c) => {
        const { from, to } = c.req.valid('query');
        return c.json(await readImpressions(deps.db, from, to));
      },
    );
}

const described = (summary: string, answer: z.ZodType) =>
  describeRoute({
    summary,
    tags: ['Impressions'],
    security: keyNeeded,
    responses: { 200: answers('Done', answer), ...problems(401, 403, 422) },
  });
