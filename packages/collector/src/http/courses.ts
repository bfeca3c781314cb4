import { revenueChange, stageChange } from '@headwater/contract';
import { Hono } from 'hono';
import { z } from 'zod';
import { changeStage } from '../actions/changeStage.ts';
import type { Deps } from '../actions/deps.ts';
import { addRevenue } from '../actions/recordRevenue.ts';
import type { Allow, Authorised } from './auth.ts';
import { wrongField } from './errors.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import { described, leadId, notFound } from './lead.ts';
import { json } from './validate.ts';

const changed = z.object({ leadId: z.string(), outcome: z.string() });

/** What sales and the CRM report of a lead: its stages and the money it brings. */
export function courseRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .post(
      '/v1/leads/:id/stage',
      described('Move a lead to a stage', changed, 404, 422),
      allow('sales', 'bot'),
      json(stageChange),
      async (c) => {
        const { at, by = c.get('caller').name, eventId = idempotencyKey(c), ...change } = c.req.valid('json');
        const { outcome } = await changeStage(deps, leadId(c), { ...change, eventId, at: msOf(at), by });
        return c.json({ leadId: leadId(c), outcome: known(outcome) });
      },
    )
    .post(
      '/v1/leads/:id/revenue',
      described('Enter what money came of a lead, or was given back', changed, 404, 422),
      allow('sales', 'bot'),
      json(revenueChange),
      async (c) => {
        const { at, by = c.get('caller').name, eventId = idempotencyKey(c), ...said } = c.req.valid('json');
        if (eventId === undefined) throw wrongField('eventId', 'is needed: it recognises a repeat');
        const { outcome } = await addRevenue(deps, leadId(c), { ...said, eventId, at: msOf(at), by });
        return c.json({ leadId: leadId(c), outcome: known(outcome) });
      },
    );
}

const msOf = (at: string | undefined): number | undefined => (at === undefined ? undefined : Date.parse(at));

function known(outcome: string): string {
  if (outcome === 'unknown') throw notFound();
  if (outcome === 'in_future') throw wrongField('at', 'is in the future');
  return outcome;
}
