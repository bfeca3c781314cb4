import {
  assignRequest,
  claimRequest,
  disqualifyRequest,
  lead,
  leadDetail,
  offlineTouch,
  ownership,
  page,
  stage,
  stageChange,
  temperature,
  touch,
} from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { addTouch } from '../actions/addTouch.ts';
import { changeStage } from '../actions/changeStage.ts';
import { claimLead } from '../actions/claimLead.ts';
import type { Deps } from '../actions/deps.ts';
import { readLead, readLeads, readTouches } from '../actions/readLead.ts';
import { reassignLead } from '../actions/reassignLead.ts';
import type { LeadId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json, query } from './validate.ts';

const limit = z.coerce.number().int().min(1).max(200).default(50);
const cursor = z
  .string()
  .regex(/^\d+\.\w+$/, 'the nextCursor of the page before')
  .optional();
const junk = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();
const leadQuery = z.object({
  stage: stage.optional(),
  temperature: temperature.optional(),
  source: z.string().max(200).optional(),
  channel: z.string().max(100).optional(),
  owner: z.string().max(80).optional(),
  junk,
  limit,
  cursor,
});
const leadSearch = z.object({
  email: z.string().max(254).toLowerCase().optional(),
  q: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor,
});
const changed = z.object({ leadId: z.string(), outcome: z.string() });

const described = (summary: string, answer: z.ZodType, ...wrong: number[]) =>
  describeRoute({
    summary,
    tags: ['Leads'],
    security: keyNeeded,
    responses: { 200: answers('Done', answer), ...problems(401, 403, ...wrong) },
  });

/** What can be asked of and said about leads with a key. */
export function leadRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .get(
      '/v1/leads',
      described('List leads, newest first', page(lead), 422),
      allow(...readers),
      query(leadQuery),
      async (c) => c.json(await readLeads(deps.db, c.req.valid('query'))),
    )
    .post(
      '/v1/leads/search',
      described('Search leads', page(lead), 422),
      allow(...readers),
      json(leadSearch),
      async (c) => c.json(await readLeads(deps.db, c.req.valid('json'))),
    )
    .get('/v1/leads/:id', described('One lead', leadDetail, 404), allow(...readers), async (c) =>
      c.json(found(await readLead(deps.db, leadId(c)))),
    )
    .get(
      '/v1/leads/:id/touches',
      described('The journey of a lead', page(touch), 404),
      allow(...readers),
      async (c) => c.json({ data: found(await readTouches(deps.db, leadId(c))), nextCursor: null }),
    )
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
      '/v1/leads/:id/stage',
      described('Move a lead to a stage', changed, 404, 422),
      allow('sales'),
      json(stageChange),
      async (c) => {
        const { at, eventId = idempotencyKey(c), ...change } = c.req.valid('json');
        const atMs = at === undefined ? undefined : Date.parse(at);
        const request = { ...change, eventId, at: atMs, by: c.get('caller').name };
        const { outcome } = await changeStage(deps, leadId(c), request);
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

const readers = ['marketing', 'sales', 'bot'] as const;

const leadId = (c: Context): LeadId => c.req.param('id') as LeadId;

const notFound = (): HttpProblem => new HttpProblem(404, 'no lead has this id');

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw notFound();
  return value;
}

function known(outcome: string): string {
  if (outcome === 'unknown') throw notFound();
  return outcome;
}

/** Recognises a repeat where the body names no event. */
function idempotencyKey(c: Context): string | undefined {
  return c.req.header('Idempotency-Key')?.slice(0, 255) || undefined;
}
