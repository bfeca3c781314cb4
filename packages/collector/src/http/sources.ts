import { classification, classifyRequest, line, rebuildProgress } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Reports } from '../actions/askReport.ts';
import { classifySource } from '../actions/classifySource.ts';
import type { Deps } from '../actions/deps.ts';
import { readRebuild } from '../actions/rebuildLeads.ts';
import { startRebuild } from '../actions/startRebuild.ts';
import type { Allow, Authorised } from './auth.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { linkRoutes } from './links.ts';
import { proposalRoutes } from './proposals.ts';
import { json } from './validate.ts';

const rebuildRequest = z.object({ reason: line(200).optional() });
const tags = ['Sources'];
const security = keyNeeded;

/** Tries the naming and channel rules without effect, and recomputes history by them. */
export function sourceRoutes(deps: Deps & Pick<Reports, 'sums'>, allow: Allow) {
  return new Hono<Authorised>()
    .post(
      '/v1/sources/classify',
      describeRoute({
        summary: 'Say what a touch means, and by which rule',
        tags,
        security,
        responses: { 200: answers('The resolved source', classification), ...problems(401, 403, 422) },
      }),
      allow('marketing', 'sales', 'viewer'),
      json(classifyRequest),
      async (c) => c.json(await classifySource(deps.db, c.req.valid('json'))),
    )
    .get(
      '/v1/rebuild',
      describeRoute({
        summary: 'How far the recomputing of all leads came',
        tags,
        security,
        responses: { 200: answers('Progress', rebuildProgress), ...problems(401, 403) },
      }),
      allow('marketing', 'sales', 'viewer'),
      async (c) => c.json(await readRebuild(deps.db)),
    )
    .post(
      '/v1/rebuild',
      describeRoute({
        summary: 'Recompute all leads by the rules in force',
        tags,
        security,
        responses: { 202: answers('Begun', rebuildProgress), ...problems(401, 403, 422) },
      }),
      allow('marketing'),
      json(rebuildRequest),
      async (c) => {
        const { reason = `asked for by ${c.get('caller').name}` } = c.req.valid('json');
        await deps.db.transaction().execute((trx) => startRebuild(trx, reason, deps.clock.now()));
        deps.signals.timers.ring();
        return c.json(await readRebuild(deps.db), 202);
      },
    )
    .route('/', proposalRoutes(deps, allow))
    .route('/', linkRoutes(deps, allow));
}
