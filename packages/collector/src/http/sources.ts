import { classification, classifyRequest } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { classifySource } from '../actions/classifySource.ts';
import type { Deps } from '../actions/deps.ts';
import type { Allow, Authorised } from './auth.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json } from './validate.ts';

/** Tries the naming and channel rules without effect. */
export function sourceRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>().post(
    '/v1/sources/classify',
    describeRoute({
      summary: 'Say what a touch means, and by which rule',
      tags: ['Sources'],
      security: keyNeeded,
      responses: { 200: answers('The resolved source', classification), ...problems(401, 403, 422) },
    }),
    allow('marketing', 'sales', 'viewer'),
    json(classifyRequest),
    async (c) => c.json(await classifySource(deps.db, c.req.valid('json'))),
  );
}
