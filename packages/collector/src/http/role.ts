import { buyingRole, roleChange } from '@headwater/contract';
import { Hono } from 'hono';
import { z } from 'zod';
import { changeRole } from '../actions/changeRole.ts';
import type { Deps } from '../actions/deps.ts';
import type { Allow, Authorised } from './auth.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import { described, leadId, notFound } from './lead.ts';
import { json } from './validate.ts';

const changed = z.object({ leadId: z.string(), outcome: z.string(), role: buyingRole });

/** What somebody is in the buying centre of their company. */
export function roleRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>().post(
    '/v1/leads/:id/role',
    described('Say what somebody is to a purchase: decision maker, champion and so on', changed, 404, 422),
    allow('sales', 'bot'),
    json(roleChange),
    async (c) => {
      const { role, by = c.get('caller').name, eventId = idempotencyKey(c) } = c.req.valid('json');
      const answer = await changeRole(deps, leadId(c), { role, by, eventId });
      if (answer.outcome === 'unknown') throw notFound();
      return c.json(answer);
    },
  );
}
