import { mergeRequest, unmergeRequest } from '@headwater/contract';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { joinLeads } from '../actions/joinLeads.ts';
import { partLeads } from '../actions/partLeads.ts';
import type { LeadId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem, wrongField } from './errors.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import { described, leadId, notFound } from './lead.ts';
import { json } from './validate.ts';

const changed = z.object({ leadId: z.string(), outcome: z.string() });

/** Two leads that are one person, and one that is two. */
export function mergeRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .post(
      '/v1/leads/:id/merge',
      described('Make another lead part of this one', changed, 404, 422),
      allow('sales'),
      json(mergeRequest),
      async (c) => {
        const { by = c.get('caller').name, eventId = idempotencyKey(c), with: other } = c.req.valid('json');
        const answer = await joinLeads(deps, leadId(c), { with: other as LeadId, by, eventId });
        if (answer.outcome === 'unknown') throw notFound();
        if (answer.outcome === 'unknown_other') throw wrongField('with', 'is no lead');
        if (answer.outcome === 'itself') throw wrongField('with', 'is this lead itself');
        return c.json(answer);
      },
    )
    .post(
      '/v1/leads/:id/unmerge',
      described('Make two leads of one again', changed, 404, 409, 422),
      allow('sales'),
      json(unmergeRequest),
      async (c) => {
        const { by = c.get('caller').name, eventId = idempotencyKey(c), with: other } = c.req.valid('json');
        const request = { with: other as LeadId | undefined, by, eventId };
        const answer = await partLeads(deps, leadId(c), request);
        switch (answer.outcome) {
          case 'unknown':
            throw notFound();
          case 'unknown_other':
            throw wrongField('with', 'is no lead');
          case 'unnamed':
            throw wrongField('with', 'is needed: the lead that is to be one of its own again');
          case 'never_merged':
            throw new HttpProblem(409, 'these two are not one lead');
          case 'unmerged':
          case 'unchanged':
          case 'duplicate':
            return c.json(answer);
        }
      },
    );
}
