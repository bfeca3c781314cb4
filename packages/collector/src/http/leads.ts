import {
  credits,
  creditsQuery,
  lead,
  leadCard,
  leadDetail,
  page,
  stage,
  temperature,
  text,
  touch,
} from '@headwater/contract';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { readCard } from '../actions/readCard.ts';
import { readCredits } from '../actions/readCredits.ts';
import { readLead, readLeads, readTouches } from '../actions/readLead.ts';
import type { Allow, Authorised } from './auth.ts';
import { wrongField } from './errors.ts';
import { described, found, leadId } from './lead.ts';
import { json, query } from './validate.ts';

const limit = z.coerce.number().int().min(1).max(200).default(50);
const cursor = z
  .string()
  .regex(/^\d{1,15}\.\w{1,80}$/, 'the nextCursor of the page before')
  .optional();
const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();
const leadQuery = z.object({
  stage: stage.optional(),
  temperature: temperature.optional(),
  source: z.string().max(200).optional(),
  channel: z.string().max(100).optional(),
  owner: z.string().max(80).optional(),
  segment: z.string().max(200).optional(),
  junk: flag,
  /** Leads that somebody has and nobody tried to reach. */
  withoutFollowUp: flag,
  limit,
  cursor,
});
const leadSearch = z.object({
  email: text(254).trim().toLowerCase().optional(),
  q: text(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor,
});

/** What can be asked about leads with a key. */
export function leadRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .get(
      '/v1/leads',
      described('List leads, newest first', page(lead), 422),
      allow(...readers),
      query(leadQuery),
      async (c) => {
        const { withoutFollowUp, ...filter } = c.req.valid('query');
        const withoutFollowUpAt = withoutFollowUp ? deps.clock.now() : undefined;
        return c.json(await readLeads(deps.db, { ...filter, withoutFollowUpAt }));
      },
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
      '/v1/leads/:id/card',
      described('A lead as Slack shows it', leadCard, 404),
      allow(...readers),
      async (c) => c.json(found(await readCard(deps.db, leadId(c), deps.publicUrl))),
    )
    .get(
      '/v1/leads/:id/touches',
      described('The journey of a lead', page(touch), 404),
      allow(...readers),
      async (c) => c.json({ data: found(await readTouches(deps.db, leadId(c))), nextCursor: null }),
    )
    .get(
      '/v1/leads/:id/credits',
      described('Which touches earned what a lead became, and why', credits, 404, 422),
      allow(...readers),
      query(creditsQuery),
      async (c) => {
        const answer = found(await readCredits(deps.db, leadId(c), c.req.valid('query')));
        if (answer.outcome === 'of_all') throw wrongField('model', ofAllJourneys);
        return c.json(answer.credits);
      },
    );
}

const ofAllJourneys = 'markov divides all journeys together and none alone; ask for another model';

const readers = ['marketing', 'sales', 'bot'] as const;
