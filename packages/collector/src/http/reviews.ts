import { referral, reviewDecision, rewardProgram } from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { decideOnReview, type ReviewAnswer, type ReviewRequest } from '../actions/decideReview.ts';
import type { Deps } from '../actions/deps.ts';
import { readReferral } from '../actions/readReferrals.ts';
import type { ReferralId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem, illegalState } from './errors.ts';
import { described, found } from './ledger.ts';
import { json } from './validate.ts';

/** A referral as it is listed. Customers need not name a company. */
export const taken = referral.extend({ program: rewardProgram, company: z.string().nullable() });

/** Referrals that look wrong: somebody looks at each before it earns anything. */
export function reviewRoutes(deps: Deps, allow: Allow) {
  const decide = async (
    c: Context<Authorised>,
    request: Pick<ReviewRequest, 'decision' | 'reason'>,
    by?: string,
  ) => {
    const { name, role } = c.get('caller');
    const answer = await decideOnReview(deps, id(c), { ...request, by: by ?? name, inSlack: role === 'bot' });
    refuse(answer);
    return c.json(found(await readReferral(deps.db, id(c)), 'referral'));
  };

  return new Hono<Authorised>()
    .post(
      '/v1/referrals/:id/release',
      described(
        'Release a referral that was held to be looked at: what it earned can be approved',
        taken,
        404,
        409,
        422,
      ),
      allow('bot'),
      json(reviewDecision),
      async (c) => decide(c, { decision: 'released' }, c.req.valid('json').by),
    )
    .post(
      '/v1/referrals/:id/reject',
      described('Reject a referral that was held to be looked at: it earns nothing', taken, 404, 409, 422),
      allow('bot'),
      json(reviewDecision),
      async (c) => {
        const { by, reason } = c.req.valid('json');
        return decide(c, { decision: 'rejected', reason }, by);
      },
    );
}

const id = (c: Context): ReferralId => c.req.param('id') as ReferralId;

/** Says what stands against a decision. */
function refuse(answer: ReviewAnswer): void {
  switch (answer.outcome) {
    case 'decided':
      return;
    case 'unknown':
      throw new HttpProblem(404, 'no referral has this id');
    case 'not_held':
      throw illegalState('the referral was never held: there is nothing to decide', 'not_held');
    case 'illegal':
      throw illegalState(`the referral is ${answer.state} already`, answer.state);
    case 'not_approver': {
      const message = 'only the approver decides on referrals that are held';
      throw new HttpProblem(422, message, { errors: [{ path: 'by', message }] });
    }
  }
}
