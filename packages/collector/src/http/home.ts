import {
  absenceChange,
  absenceRemoval,
  home,
  leaverChange,
  notifyChange,
  poolChange,
  settingChanged,
  slackUser,
} from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { addAbsence, removeAbsence, setNotify, type PersonAnswer } from '../actions/changePerson.ts';
import { changePool } from '../actions/changePool.ts';
import type { Deps } from '../actions/deps.ts';
import { markLeft } from '../actions/markLeft.ts';
import { readHome } from '../actions/readHome.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem, fieldErrors, parsed } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json, query } from './validate.ts';

const described = (summary: string, answer: z.ZodType, ...wrong: number[]) =>
  describeRoute({
    summary,
    tags: ['Home'],
    security: keyNeeded,
    responses: { 200: answers('Done', answer), ...problems(401, 403, 422, ...wrong) },
  });

/** What a person sees and sets in the Home of the Slack app. */
export function homeRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .get(
      '/v1/home',
      described('What the Home of a person shows', home),
      allow('bot'),
      query(z.object({ slackUser })),
      async (c) => c.json(await readHome(deps, c.req.valid('query').slackUser)),
    )
    .put(
      '/v1/people/:slackUser/absences',
      described('Enter days out of office', settingChanged),
      allow('bot'),
      json(absenceChange),
      async (c) => {
        const { by, ...absence } = c.req.valid('json');
        return c.json(changed(await addAbsence(deps, personChange(c, by), absence)));
      },
    )
    .delete(
      '/v1/people/:slackUser/absences',
      described('Remove days out of office', settingChanged),
      allow('bot'),
      json(absenceRemoval),
      async (c) => {
        const { by, ...days } = c.req.valid('json');
        return c.json(changed(await removeAbsence(deps, personChange(c, by), days)));
      },
    )
    .put(
      '/v1/people/:slackUser/notify',
      described('Set when direct messages may come; null for any time', settingChanged),
      allow('bot'),
      json(notifyChange),
      async (c) => {
        const { by, notify } = c.req.valid('json');
        return c.json(changed(await setNotify(deps, personChange(c, by), notify)));
      },
    )
    .put(
      '/v1/people/:slackUser/left',
      described('Say from which day on somebody is not with the company; null takes it back', settingChanged),
      allow('bot'),
      json(leaverChange),
      async (c) => {
        const { by, from } = c.req.valid('json');
        return c.json(changed(await markLeft(deps, personChange(c, by), from)));
      },
    )
    .put(
      '/v1/pools/:name/members',
      described('Say who is in a pool', settingChanged, 404),
      allow('bot'),
      json(poolChange),
      async (c) => {
        const { by, members } = c.req.valid('json');
        const change = { name: c.req.param('name') ?? '', members, ...actorOf(c, by) };
        const answer = await changePool(deps, change);
        if (answer.outcome === 'unknown') throw new HttpProblem(404, 'no pool has this name');
        return c.json(changed(answer));
      },
    );
}

function personChange(c: Context<Authorised>, by: string | undefined) {
  const { slackUser: whose } = parsed(z.object({ slackUser }), { slackUser: c.req.param('slackUser') });
  return { slackUser: whose, ...actorOf(c, by) };
}

/** With a bot's key the person counts for whom it speaks; an admin's key may do everything. */
function actorOf(c: Context<Authorised>, by: string | undefined): { by: string; isTrusted: boolean } {
  const { name, role } = c.get('caller');
  if (role === 'admin') return { by: by ?? name, isTrusted: true };
  if (by !== undefined) return { by, isTrusted: false };
  throw refused('by', 'say who in Slack changes this');
}

/** A caller who may call, for somebody who may not: a field is wrong, not the key. */
function changed(answer: PersonAnswer): z.infer<typeof settingChanged> {
  switch (answer.outcome) {
    case 'changed':
    case 'unchanged':
      return { changed: answer.outcome === 'changed', version: answer.version };
    case 'not_allowed':
      throw refused('by', 'only managers may change this');
    case 'invalid':
      throw new HttpProblem(422, 'settings cannot hold this', { errors: fieldErrors(answer.error) });
    case 'unfit':
      throw new HttpProblem(422, 'settings cannot hold this', { errors: answer.errors });
  }
}

function refused(path: string, message: string): HttpProblem {
  return new HttpProblem(422, message, { errors: [{ path, message }] });
}
