import { status } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { checkDatabase } from '../actions/checkHealth.ts';
import type { Deps } from '../actions/deps.ts';
import type { Ingest } from '../actions/ingest.ts';
import { readDeliveryCounts, readStatus } from '../actions/readStatus.ts';
import { orUnavailable } from '../actions/unavailable.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem } from './errors.ts';
import type { Metrics } from './metrics.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import type { Refusals } from './refusals.ts';

export type Watching = {
  deps: Deps;
  allow: Allow;
  ingest: Ingest;
  metrics: Metrics;
  stop: AbortSignal;
  refusals: Refusals;
  slackSeenAt: () => number | null;
};

const up = z.object({ status: z.literal('ok') });
const ok = { status: 'ok' as const };

/** Is the process alive, can it take events, and what is it doing. */
export function healthRoutes({ deps, allow, ingest, metrics, stop, refusals, slackSeenAt }: Watching) {
  return new Hono<Authorised>()
    .get(
      '/healthz',
      describeRoute({
        summary: 'The process is alive',
        tags: ['Health'],
        responses: { 200: answers('Alive', up) },
      }),
      (c) => c.json(ok),
    )
    .get(
      '/readyz',
      describeRoute({
        summary: 'The database answers and requests are taken',
        tags: ['Health'],
        responses: { 200: answers('Ready', up), ...problems(503) },
      }),
      async (c) => {
        if (stop.aborted) throw new HttpProblem(503, 'stopping');
        if (ingest.isFailing()) throw new HttpProblem(503, 'events cannot be stored');
        await checkDatabase(deps.db);
        return c.json(ok);
      },
    )
    .get(
      '/metrics',
      describeRoute({
        summary: 'Numbers for Prometheus',
        tags: ['Health'],
        security: keyNeeded,
        responses: { 200: { description: 'Prometheus text format' }, ...problems(401, 403) },
      }),
      allow('viewer', 'marketing'),
      async (c) => {
        const deliveries = await orUnavailable(readDeliveryCounts(deps.db));
        const text = await metrics.read({ deliveries, waitingEvents: ingest.waiting() });
        return c.body(text, 200, { 'Content-Type': metrics.contentType });
      },
    )
    .get(
      '/v1/status',
      describeRoute({
        summary: 'Is it set up, is it working, what waits',
        tags: ['Health'],
        security: keyNeeded,
        responses: { 200: answers('Status', status), ...problems(401, 403) },
      }),
      allow('marketing', 'sales', 'viewer'),
      async (c) => {
        const seen = { slackSeenAt: slackSeenAt(), refused: refusals.list() };
        return c.json(await orUnavailable(readStatus(deps, seen)));
      },
    );
}
