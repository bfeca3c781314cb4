import {
  framework,
  frameworks,
  letterTexts,
  qualification,
  qualificationConflict,
  qualificationDraft,
  qualifyRequest,
  type Framework,
  type LetterKey,
} from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { qualifyLead, saveQualificationDraft } from '../actions/qualifyLead.ts';
import { readQualification } from '../actions/readQualification.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem } from './errors.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import { described, found, leadId, notFound } from './lead.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json, query } from './validate.ts';

const saved = z.object({ leadId: z.string(), outcome: z.string(), qualification });
const ofPerson = z.object({ by: z.string().max(80).optional(), framework: framework.optional() });

/** What people find out about a lead: budget, authority and so on, by the framework of its pool. */
export function qualificationRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .get(
      '/v1/leads/:id/qualification',
      described('How a lead is qualified so far, with the draft of one person', qualification, 404, 422),
      allow('marketing', 'sales', 'bot'),
      query(ofPerson),
      async (c) => c.json(found(await readQualification(deps.db, leadId(c), c.req.valid('query')))),
    )
    .post('/v1/leads/:id/qualify', describedSave, allow('sales', 'bot'), json(qualifyRequest), async (c) => {
      const { by = c.get('caller').name, eventId = idempotencyKey(c), ...form } = c.req.valid('json');
      const answer = await qualifyLead(deps, leadId(c), { ...form, by, eventId });
      if (answer.outcome === 'unknown') throw notFound();
      if (answer.outcome === 'misplaced') throw misplaced(answer);
      if (answer.outcome !== 'conflict') return c.json({ leadId: answer.qualification.leadId, ...answer });
      const { conflicts, qualification: present } = answer;
      const which = conflicts.map(({ letter }) => letterTexts[letter].label).join(', ');
      throw new HttpProblem(409, `changed by somebody else meanwhile: ${which}`, {
        members: { conflicts, qualification: present },
      });
    })
    .put(
      '/v1/leads/:id/qualification/draft',
      described('Keep what a person typed and has not saved', saved, 404, 422),
      allow('sales', 'bot'),
      json(qualificationDraft),
      async (c) => {
        const answer = await saveQualificationDraft(deps, leadId(c), c.req.valid('json'));
        if (answer.outcome === 'unknown') throw notFound();
        if (answer.outcome === 'misplaced') throw misplaced(answer);
        return c.json({ leadId: answer.qualification.leadId, ...answer });
      },
    );
}

const describedSave = describeRoute({
  summary: 'Save letters; 409 names those that somebody changed meanwhile, and saves the others',
  tags: ['Leads'],
  security: keyNeeded,
  responses: {
    200: answers('Done', saved),
    ...problems(401, 403, 404, 422),
    409: {
      description: 'Problem',
      content: { 'application/problem+json': { schema: resolver(qualificationConflict) } },
    },
  },
});

function misplaced({ letter, framework: asked }: { letter: LetterKey; framework: Framework }): HttpProblem {
  const { name, letters } = frameworks[asked];
  const errors = [{ path: `letters.${letter}`, message: `${name} has ${letters.join(', ')}` }];
  return new HttpProblem(422, 'some fields are not as they should be', { errors });
}
