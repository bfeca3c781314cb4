import { explainAnswer, explainRequest, replayAnswer, replayRequest } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { explainRoute } from '../actions/explainRoute.ts';
import { replayRoutes } from '../actions/replayRoutes.ts';
import type { LeadId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem } from './errors.ts';
import { found } from './lead.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json } from './validate.ts';

const DAY_MS = 86_400_000;
/** How far a replay looks back when nobody says. */
const USUAL_DAYS = 30;

/** Tries routing without effect: on one lead, and on those of a period. */
export function routingRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .post(
      '/v1/routing/explain',
      described('Say who would have a lead and why, with every rule tried', explainAnswer, 404),
      allow('marketing', 'sales'),
      json(explainRequest),
      async (c) => {
        const { leadId, facts, settings, at } = c.req.valid('json');
        // the schema asks for one of the two
        const about = facts === undefined ? { leadId: (leadId ?? '') as LeadId } : { facts };
        const atMs = at === undefined ? undefined : Date.parse(at);
        return c.json(found(await explainRoute(deps, { about, settings, atMs })));
      },
    )
    .post(
      '/v1/routing/replay',
      described('Decide the leads of a period by the settings in force and by a draft', replayAnswer),
      allow('marketing', 'sales'),
      json(replayRequest),
      async (c) => {
        const { settings, ...period } = c.req.valid('json');
        const to = period.to === undefined ? deps.clock.now() + 1 : Date.parse(period.to);
        const from = period.from === undefined ? to - USUAL_DAYS * DAY_MS : Date.parse(period.from);
        if (from > to) {
          const errors = [{ path: 'from', message: 'is after to' }];
          throw new HttpProblem(422, 'some fields are not as they should be', { errors });
        }
        return c.json(await replayRoutes(deps, { settings, from, to }));
      },
    );
}

const described = (summary: string, answer: z.ZodType, ...wrong: number[]) =>
  describeRoute({
    summary,
    tags: ['Routing'],
    security: keyNeeded,
    responses: {
      200: answers('The decision; nothing was changed', answer),
      ...problems(401, 403, 422, ...wrong),
    },
  });
