import {
  askMoment,
  askOutcome,
  referralReport,
  referralsQuery,
  thankRequest,
  thanked,
} from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { z } from 'zod';
import { askForReferral } from '../actions/askForReferral.ts';
import type { Deps } from '../actions/deps.ts';
import { readReferralReport } from '../actions/readReferralReport.ts';
import { thankReferrer } from '../actions/thankReferrer.ts';
import type { ReferralId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { sendCsv } from './csvFile.ts';
import { HttpProblem, wrongField } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json, query } from './validate.ts';

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
      described('Who referred in a quarter or a period, the best first', referralReport, 422),
      allow('bot', 'marketing', 'viewer'),
      query(referralsQuery),
      async (c) => {
        const { format, ...asked } = c.req.valid('query');
        const report = await readReferralReport(deps, asked);
        if (report === null) throw wrongField('to', 'must not be before from');
        return format === 'csv' ? sendCsv(c, 'referrals', report.rows) : c.json(report);
      },
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
