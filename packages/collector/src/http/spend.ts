import { spendAnswer, spendCell, spendCellName, spendList } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { dropSpend, putSpend, readSpend, type SpendChange } from '../actions/spend.ts';
import type { Allow, Authorised } from './auth.ts';
import { wrongField } from './errors.ts';
import { months } from './months.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json, query } from './validate.ts';

/** What sources, channels and campaigns cost. */
export function spendRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .put(
      '/v1/spend',
      described('Say what something cost in a month; put again it is replaced, 0 removes it', spendAnswer),
      allow('marketing'),
      json(spendCell),
      async (c) => c.json(valid(await putSpend(deps, c.req.valid('json'), c.get('caller').name))),
    )
    .delete(
      '/v1/spend',
      described('Remove what something cost in a month', spendAnswer),
      allow('marketing'),
      json(spendCellName),
      async (c) => c.json(valid(await dropSpend(deps, c.req.valid('json')))),
    )
    .get(
      '/v1/spend',
      described('Costs by month; from and to are included', spendList),
      allow('marketing'),
      query(months),
      async (c) => {
        const { from, to } = c.req.valid('query');
        return c.json(await readSpend(deps.db, from, to));
      },
    );
}

const described = (summary: string, answer: z.ZodType) =>
  describeRoute({
    summary,
    tags: ['Spend'],
    security: keyNeeded,
    responses: { 200: answers('Done', answer), ...problems(401, 403, 422) },
  });

function valid(change: SpendChange) {
  if (change.outcome === 'invalid') throw wrongField(change.path, change.message);
  return change;
}
