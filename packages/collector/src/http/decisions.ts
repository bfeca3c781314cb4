import { assignRequest, claimRequest, disqualifyRequest, offlineTouch, ownership } from '@headwater/contract';
import { Hono } from 'hono';
import { z } from 'zod';
import { addTouch } from '../actions/addTouch.ts';
import { changeStage } from '../actions/changeStage.ts';
import { claimLead } from '../actions/claimLead.ts';
import type { Deps } from '../actions/deps.ts';
import { reassignLead } from '../actions/reassignLead.ts';
import type { Allow, Authorised } from './auth.ts';
import { courseRoutes } from './courses.ts';
import { followUpRoutes } from './followUps.ts';
import { HttpProblem, wrongField } from './errors.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import { described, leadId, notFound } from './lead.ts';
import { mergeRoutes } from './merges.ts';
import { qualificationRoutes } from './qualification.ts';
import { roleRoutes } from './role.ts';
import { json } from './validate.ts';

const changed = z.object({ leadId: z.string(), outcome: z.string() });

/** What people decide about a lead. Each is recognised by its event id and takes effect once. */
export function decisionRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .route('/', courseRoutes(deps, allow))
    .route('/', mergeRoutes(deps, allow))
    .route('/', followUpRoutes(deps, allow))
    .route('/', qualificationRoutes(deps, allow))
    .route('/', roleRoutes(deps, allow))
    .post(
      '/v1/leads/:id/touches',
      described('Enter an offline touch', changed, 404, 422),
      allow('sales', 'marketing'),
      json(offlineTouch),
      async (c) => {
        const { outcome } = await addTouch(deps, leadId(c), c.req.valid('json'));
        return c.json({ leadId: leadId(c), outcome: known(outcome) });
      },
    )
    .post(
      '/v1/leads/:id/claim',
      described('Take a lead; 409 with the present owner when someone was faster', ownership, 404, 409, 422),
      allow('sales', 'bot'),
      json(claimRequest),
      async (c) => {
        const { owner, by = c.get('caller').name, eventId = idempotencyKey(c) } = c.req.valid('json');
        const answer = await claimLead(deps, leadId(c), { owner, by, eventId });
        if (answer.outcome === 'unknown') throw notFound();
        if (answer.outcome === 'claimed') return c.json({ leadId: answer.leadId, owner: answer.owner });
        if (answer.outcome === 'closed') throw closed();
        throw new HttpProblem(409, 'somebody else has this lead', { owner: answer.owner });
      },
    )
    .post(
      '/v1/leads/:id/assign',
      described('Hand a lead to somebody, or to the next of its pool', ownership, 404, 409, 422),
      allow('sales', 'bot'),
      json(assignRequest),
      async (c) => {
        const { owner, by = c.get('caller').name, eventId = idempotencyKey(c) } = c.req.valid('json');
        const answer = await reassignLead(deps, leadId(c), { owner, by, eventId });
        if (answer.outcome === 'unknown') throw notFound();
        if (answer.outcome === 'reassigned') return c.json({ leadId: answer.leadId, owner: answer.owner });
        if (answer.outcome === 'closed') throw closed();
        throw new HttpProblem(409, 'nobody is next in line: the lead was routed to no pool');
      },
    )
    .post(
      '/v1/leads/:id/disqualify',
      described('Set a lead aside, with the reason', changed, 404, 422),
      allow('sales', 'bot'),
      json(disqualifyRequest),
      async (c) => {
        const { reason, by = c.get('caller').name, eventId = idempotencyKey(c) } = c.req.valid('json');
        const { outcome } = await changeStage(deps, leadId(c), {
          stage: 'disqualified',
          reason,
          by,
          eventId,
        });
        return c.json({ leadId: leadId(c), outcome: known(outcome) });
      },
    );
}

const closed = (): HttpProblem => new HttpProblem(409, 'the lead is closed: nobody is to work on it');

function known(outcome: string): string {
  if (outcome === 'unknown') throw notFound();
  if (outcome === 'in_future') throw wrongField('at', 'is in the future');
  if (outcome === 'no_source') throw wrongField('source', 'names no source: say which, or leave it out');
  return outcome;
}
