import { line, page, referral, referralSubmission, slackUser } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { addCode, followCode } from '../actions/codes.ts';
import type { Deps } from '../actions/deps.ts';
import { readReferrals } from '../actions/readReferrals.ts';
import { submitReferral } from '../actions/submitReferral.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import type { PublicDoor } from './publicDoor.ts';
import { json, query } from './validate.ts';

const referralQuery = z.object({
  referrer: slackUser.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(80).optional(),
});
const newCode = z.object({
  program: z.enum(['customer', 'employee', 'partner']),
  referrer: line(200),
  code: z
    .string()
    .regex(/^[A-Za-z0-9_-]{3,64}$/, 'letters, digits, - and _')
    .optional(),
  landingUrl: z.url({ protocol: /^https?$/ }).optional(),
});
const codeAdded = z.object({ code: z.string(), link: z.string() });
const tags = ['Referrals'];
const security = keyNeeded;

/** Referrals of employees, referral codes, and the links that carry them. */
export function referralRoutes(deps: Deps, allow: Allow, door: PublicDoor) {
  return new Hono<Authorised>()
    .post(
      '/v1/referrals',
      describeRoute({
        summary: 'Refer somebody',
        tags,
        security,
        responses: {
          200: answers('Sent before', referral),
          201: answers('Taken', referral),
          ...problems(401, 403, 422),
        },
      }),
      allow('bot'),
      json(referralSubmission),
      async (c) => {
        const answer = await submitReferral(deps, c.req.valid('json'));
        return c.json(answer.referral, answer.outcome === 'created' ? 201 : 200);
      },
    )
    .get(
      '/v1/referrals',
      describeRoute({
        summary: 'List referrals, newest first',
        tags,
        security,
        responses: { 200: answers('Referrals', page(referral)), ...problems(401, 403, 422) },
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
        return c.json({ code, link: `${deps.publicUrl}/r/${code}` }, 201);
      },
    )
    .get(
      '/r/:code',
      describeRoute({
        summary: 'Follow a referral link',
        tags: ['Public'],
        responses: { 302: { description: 'To the landing page' } },
      }),
      async (c) => {
        await door.limitAddress(c);
        const landing = await followCode(deps, c.req.param('code'));
        if (landing === null) throw new HttpProblem(404, 'this link leads nowhere');
        return c.redirect(landing, 302);
      },
    );
}
