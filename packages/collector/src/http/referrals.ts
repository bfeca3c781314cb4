import {
  MAX_LEAD_BYTES,
  line,
  page,
  publicReferral,
  referralState,
  referralSubmission,
  slackUser,
  submissionReceived,
} from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { addCode, referralLink } from '../actions/codes.ts';
import type { Deps } from '../actions/deps.ts';
import { readReferral, readReferrals } from '../actions/readReferrals.ts';
import { submitReferral } from '../actions/submitReferral.ts';
import type { ReferralId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { readJson } from './body.ts';
import { HttpProblem, parsed } from './errors.ts';
import { createOpenReferral, openCodeRoutes } from './openReferrals.ts';
import { answers, keyNeeded, problems, sends } from './openapi.ts';
import type { PublicDoor } from './publicDoor.ts';
import { reviewRoutes, taken } from './reviews.ts';
import { rewardRoutes } from './rewards.ts';
import { flag, json, query } from './validate.ts';

const referralQuery = z.object({
  referrer: slackUser.optional(),
  state: referralState.optional(),
  /** Only what waits to be looked at; with `false` the others. */
  held: flag.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(80).optional(),
});
const program = z.enum(['customer', 'employee', 'partner']);
const newCode = z.object({
  program,
  referrer: line(200),
  name: line(200).optional(),
  code: z
    .string()
    .regex(/^[A-Za-z0-9_-]{3,64}$/, 'letters, digits, - and _')
    .optional(),
  landingUrl: z.url({ protocol: /^https?$/ }).optional(),
});
const codeAdded = z.object({ code: z.string(), link: z.string() });
const tags = ['Referrals'];
const security = keyNeeded;

/** Referrals, referral codes, and the links that carry them. */
export function referralRoutes(deps: Deps, allow: Allow, door: PublicDoor) {
  const fromWebsite = createOpenReferral(deps, door);

  return new Hono<Authorised>()
    .post(
      '/v1/referrals',
      describeRoute({
        summary:
          'Refer somebody: from a website with a code of a customer or partner, or for an employee with a key',
        tags: ['Public', ...tags],
        security: [{}, ...security],
        requestBody: sends(z.union([publicReferral, referralSubmission]), ['application/json', 'text/plain']),
        responses: {
          200: answers('Sent before', z.union([submissionReceived, taken])),
          201: answers('Taken', z.union([submissionReceived, taken])),
          ...problems(400, 401, 403, 413, 422, 429, 503),
        },
      }),
      async (c, next) => (c.req.header('Authorization') === undefined ? fromWebsite(c) : next()),
      allow('bot'),
      async (c) => {
        const sent = parsed(referralSubmission, await readJson(c, MAX_LEAD_BYTES));
        const answer = await submitReferral(deps, sent);
        if (answer.outcome === 'refused') throw refused(answer);
        const { id } = answer.referral;
        return c.json(
          await readReferral(deps.db, id as ReferralId),
          answer.outcome === 'created' ? 201 : 200,
        );
      },
    )
    .get(
      '/v1/referrals',
      describeRoute({
        summary: 'List referrals, newest first',
        tags,
        security,
        responses: { 200: answers('Referrals', page(taken)), ...problems(401, 403, 422) },
      }),
      allow('bot', 'marketing', 'sales'),
      query(referralQuery),
      async (c) => c.json(await readReferrals(deps.db, c.req.valid('query'))),
    )
    .post(
      '/v1/codes',
      describeRoute({
        summary: 'Add a referral code',
        tags,
        security,
        responses: { 201: answers('Added', codeAdded), ...problems(401, 403, 409, 422) },
      }),
      allow('marketing', 'bot'),
      json(newCode),
      async (c) => {
        const { outcome, code } = await addCode(deps, c.req.valid('json'));
        if (outcome === 'taken') throw new HttpProblem(409, 'this code, or a code of this referrer, exists');
        return c.json({ code, link: referralLink(deps.publicUrl, code) }, 201);
      },
    )
    .route('/', reviewRoutes(deps, allow))
    .route('/', openCodeRoutes(deps, door))
    .route('/', rewardRoutes(deps, allow));
}

const refused = ({ path, message }: { path: string; message: string }): HttpProblem =>
  new HttpProblem(422, message, { errors: [{ path, message }] });
