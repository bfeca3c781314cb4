import {
  followUpRequest,
  followUpState,
  responseTimesQuery,
  responseTimesReport,
  snoozed,
  snoozeRequest,
} from '@headwater/contract';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { logFollowUp } from '../actions/logFollowUp.ts';
import { readResponseTimes } from '../actions/readResponseTimes.ts';
import { snoozeLead } from '../actions/snoozeLead.ts';
import type { Allow, Authorised } from './auth.ts';
import { sendCsv } from './csvFile.ts';
import { HttpProblem, wrongField } from './errors.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import { described, leadId, notFound } from './lead.ts';
import { json, query } from './validate.ts';

const logged = z.object({ leadId: z.string(), outcome: z.string(), followUpState: followUpState.nullable() });

/** What happens with a lead after it was claimed, or instead, and how quickly. */
export function followUpRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .post(
      '/v1/leads/:id/snooze',
      described('Put a lead off with a reason; nobody is reminded until then', snoozed, 404, 409, 422),
      allow('sales', 'bot'),
      json(snoozeRequest),
      async (c) => {
        const { by = c.get('caller').name, eventId = idempotencyKey(c), ...rest } = c.req.valid('json');
        const answer = await snoozeLead(deps, leadId(c), { ...rest, by, eventId });
        switch (answer.outcome) {
          case 'unknown':
            throw notFound();
          case 'closed':
            throw new HttpProblem(409, 'the lead is closed: nobody is reminded of it');
          case 'not_ahead':
            throw wrongTime('until', 'the date must lie ahead, and within a year');
          case 'snoozed':
            return c.json({ leadId: answer.leadId, snoozed: answer.snoozed });
        }
      },
    )
    .post(
      '/v1/leads/:id/follow-ups',
      described('Note an attempt to reach a lead', logged, 404, 422),
      allow('sales', 'bot'),
      json(followUpRequest),
      async (c) => {
        const { by = c.get('caller').name, eventId = idempotencyKey(c), at, ...rest } = c.req.valid('json');
        const atMs = at === undefined ? undefined : Date.parse(at);
        const answer = await logFollowUp(deps, leadId(c), { ...rest, at: atMs, by, eventId });
        switch (answer.outcome) {
          case 'unknown':
            throw notFound();
          case 'not_yet':
            throw wrongTime('at', 'must not lie ahead');
          case 'logged':
          case 'duplicate':
            return c.json({ leadId: answer.leadId, outcome: answer.outcome, followUpState: answer.state });
        }
      },
    )
    .get(
      '/v1/reports/response-times',
      described('How quickly leads are claimed and followed up', responseTimesReport, 422),
      allow('marketing', 'sales', 'viewer', 'bot'),
      query(responseTimesQuery),
      async (c) => {
        const { format, ...asked } = c.req.valid('query');
        const report = await readResponseTimes(deps, asked);
        if (report === null) throw wrongField('to', 'must not be before from');
        return format === 'csv' ? sendCsv(c, 'response-times', report.rows) : c.json(report);
      },
    );
}

const wrongTime = (path: string, message: string): HttpProblem =>
  new HttpProblem(422, message, { errors: [{ path, message }] });
