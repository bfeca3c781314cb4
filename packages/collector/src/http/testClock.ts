import { instant } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Signals } from '../actions/signals.ts';
import type { TestClock } from '../clock.ts';
import type { Allow, Authorised } from './auth.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json } from './validate.ts';

const time = z.object({ now: instant });

/** Moves the clock, so that windows and deadlines can be tested from outside. Only with HEADWATER_TEST_CLOCK. */
export function testClockRoutes(clock: TestClock, signals: Signals, allow: Allow) {
  return new Hono<Authorised>().post(
    '/v1/test/clock',
    describeRoute({
      summary: 'Set the time, which stands still from then on',
      tags: ['Tests'],
      security: keyNeeded,
      responses: { 200: answers('The time it is', time), ...problems(401, 403, 422) },
    }),
    allow(),
    json(time),
    (c) => {
      clock.set(Date.parse(c.req.valid('json').now));
      signals.timers.ring();
      signals.deliveries.ring();
      return c.json({ now: new Date(clock.now()).toISOString() });
    },
  );
}
