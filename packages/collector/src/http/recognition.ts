import { askMoment, askOutcome, referralReport, thankRequest, thanked } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { askForReferral } from '../actions/askForReferral.ts';
import type { Deps } from '../actions/deps.ts';
import { readReferralReport } from '../actions/readReferralReport.ts';
import { thankReferrer } from '../actions/thankReferrer.ts';
import type { ReferralId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json, query } from './validate.ts';

const quarter = z.object({
  quarter: z
    .string()
    .regex(/^(\d{4}-Q[1-4]|last)$/, 'a quarter such as 2026-Q1, or last')
    .optional(),
});

const described = (summary: string, answer: z.ZodType, ...wrong: number[]) =>
  describeRoute({
    summary,
    tags: ['Referrals'],
    security: keyNeeded,
    responses: { 200: answers('Done', answer), ...problems(401, 403, ...wrong) },
  });

/** Who refers, who is thanked, and who should be asked. */
export function recognitionRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .get(
      '/v1/reports/referrals',
      described('Who referred in a quarter, the best first', referralReport, 422),
      allow('bot', 'marketing', 'viewer'),
      query(quarter),
      async (c) => c.json(await readReferralReport(deps, c.req.valid('query').quarter)),
    )
    .post(
      '/v1/referrals/:id/thank',
      described('Thank for a referral: once a person', thanked, 404, 422),
      allow('bot'),
      json(thankRequest),
      async (c) => {
        const outcome = await thankReferrer(deps, c.req.param('id') as ReferralId, c.req.valid('json').by);
        if (outcome === undefined) throw new HttpProblem(404, 'no employee made a referral with this id');
        return c.json({ outcome });
      },
    )
    .post(
      '/v1/referrals/ask-moments',
      described('A moment to ask the owner of an account for a referral', askOutcome, 422),
      allow('bot', 'sales', 'marketing'),
      json(askMoment),
      async (c) => c.json({ outcome: await askForReferral(deps, c.req.valid('json')) }),
    );
}
