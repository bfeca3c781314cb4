import { instant } from '@headwater/contract';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Signals } from '../actions/signals.ts';
import type { TestClock } from '../clock.ts';
import type { Allow, Authorised } from './auth.ts';
import { json } from './validate.ts';

/** Moves the clock, so that windows and deadlines can be tested from outside. Only with HEADWATER_TEST_CLOCK. */
export function testClockRoutes(clock: TestClock, signals: Signals, allow: Allow) {
  return new Hono<Authorised>().post('/v1/test/clock', allow(), json(z.object({ now: instant })), (c) => {
    clock.set(Date.parse(c.req.valid('json').now));
    signals.timers.ring();
    signals.deliveries.ring();
    return c.json({ now: new Date(clock.now()).toISOString() });
  });
}
