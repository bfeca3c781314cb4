import { impressionsAnswer, impressionsCell, impressionsList } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { putImpressions, readImpressions } from '../actions/impressions.ts';
import type { Allow, Authorised } from './auth.ts';
import { wrongField } from './errors.ts';
import { months } from './months.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json, query } from './validate.ts';

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
