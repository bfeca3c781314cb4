import { MAX_LEAD_BYTES, line, publicCode, publicReferral } from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { findOpenCode, followCode, readCode } from '../actions/codes.ts';
import type { Deps } from '../actions/deps.ts';
import { submitOpenReferral } from '../actions/submitReferral.ts';
import { orUnavailable } from '../actions/unavailable.ts';
import { readJson } from './body.ts';
import { createBotDetector } from './bots.ts';
import { HttpProblem, parsed } from './errors.ts';
import { answers, problems } from './openapi.ts';
import type { PublicDoor } from './publicDoor.ts';
import { query } from './validate.ts';

const codeQuery = z.object({ site: line(64) });
const tags = ['Public'];

/** What everybody may do with a referral code: look at it, and follow its link. */
export function openCodeRoutes(deps: Deps, door: PublicDoor) {
  return new Hono()
    .get(
      '/v1/codes/:code',
      describeRoute({
        summary: 'What may be shown of a referral code',
        tags,
        responses: { 200: answers('The code', publicCode), ...problems(403, 404, 422, 429, 503) },
      }),
      query(codeQuery),
      async (c) => {
        const { address } = await door.limitAddress(c);
        await door.enter(c, c.req.valid('query').site);
        const code = await door.guess(address, () => orUnavailable(readCode(deps, c.req.param('code'))));
        if (code === null) throw new HttpProblem(404, 'there is no such code');
        return c.json(code);
      },
    )
    .get(
      '/r/:code',
      describeRoute({
        summary: 'Follow a referral link',
        tags,
        responses: { 302: { description: 'To the landing page' }, ...problems(404, 429) },
      }),
      async (c) => {
        const { address } = await door.limitAddress(c);
        const landing = await door.guess(address, () => followCode(deps, c.req.param('code')));
        if (landing === null) throw new HttpProblem(404, 'this link leads nowhere');
        return c.redirect(landing, 302);
      },
    );
}

/** `POST /v1/referrals` with a site key: a customer or partner refers somebody. */
export function createOpenReferral(deps: Deps, door: PublicDoor) {
  const isBot = createBotDetector();

  return async (c: Context): Promise<Response> => {
    const { address } = await door.limitAddress(c);
    const sent = parsed(publicReferral, await readJson(c, MAX_LEAD_BYTES));
    await door.enter(c, sent.site);
    const code = await door.guess(address, () => orUnavailable(findOpenCode(deps, sent.code)));
    if (code === null) throw refused('code', 'no customer or partner has this code');
    const flags = isBot(c.req.header('user-agent')) ? ['bot'] : [];
    const { outcome } = await orUnavailable(submitOpenReferral(deps, code, { ...sent, flags }));
    const { submission } = sent;
    return c.json({ submission, status: 'received' as const }, outcome === 'repeated' ? 200 : 201);
  };
}

const refused = (path: string, message: string): HttpProblem =>
  new HttpProblem(422, 'some fields are not as they should be', { errors: [{ path, message }] });
