import { deliveryDone, deliveryFailed, leaseAnswer, leaseRequest } from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { completeDelivery, failDelivery, type FinishAnswer } from '../actions/finishDelivery.ts';
import { leaseDeliveries } from '../actions/leaseDeliveries.ts';
import type { DeliveryId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json } from './validate.ts';

const finished = z.object({ outcome: z.enum(['finished', 'already_finished']) });

const described = (summary: string, answer: z.ZodType) =>
  describeRoute({
    summary,
    tags: ['Deliveries'],
    security: keyNeeded,
    responses: { 200: answers('Done', answer), ...problems(401, 403, 404, 422) },
  });

export type Listening = { deps: Deps; allow: Allow; stop: AbortSignal; onLease: () => void };

/** What is owed to Slack, for the bot. */
export function deliveryRoutes({ deps, allow, stop, onLease }: Listening) {
  return new Hono<Authorised>()
    .post(
      '/v1/deliveries/lease',
      described('Lease what is due, waiting for it if need be', leaseAnswer),
      allow('bot'),
      json(leaseRequest),
      async (c) => {
        onLease();
        const gone = AbortSignal.any([stop, c.req.raw.signal]);
        return c.json({ data: await leaseDeliveries(deps, c.req.valid('json'), gone) });
      },
    )
    .post(
      '/v1/deliveries/:id/done',
      described('The message stands in Slack', finished),
      allow('bot'),
      json(deliveryDone),
      async (c) =>
        c.json({ outcome: known(await completeDelivery(deps, deliveryId(c), c.req.valid('json').ref)) }),
    )
    .post(
      '/v1/deliveries/:id/failed',
      described('The message could not be sent', finished),
      allow('bot'),
      json(deliveryFailed),
      async (c) => c.json({ outcome: known(await failDelivery(deps, deliveryId(c), c.req.valid('json'))) }),
    );
}

const deliveryId = (c: Context): DeliveryId => c.req.param('id') as DeliveryId;

function known({ outcome }: FinishAnswer): 'finished' | 'already_finished' {
  if (outcome === 'unknown') throw new HttpProblem(404, 'no delivery has this id');
  return outcome;
}
