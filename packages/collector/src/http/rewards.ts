import {
  line,
  page,
  reward,
  rewardApproval,
  rewardDetail,
  rewardProgram,
  rewardRefusal,
  rewardState,
} from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { decideOnReward, type RewardAnswer, type RewardRequest } from '../actions/decideReward.ts';
import type { Deps } from '../actions/deps.ts';
import { readReward, readRewards } from '../actions/readRewards.ts';
import { readApprover } from '../actions/tellReward.ts';
import type { RewardId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem, illegalState } from './errors.ts';
import { described, found } from './ledger.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import { recognitionRoutes } from './recognition.ts';
import { payoutRoutes } from './payouts.ts';
import { flag, json, query } from './validate.ts';

const rewardFilter = z.object({
  state: rewardState.optional(),
  program: rewardProgram.optional(),
  cursor: z.string().max(80).optional(),
});
const most = z.int().min(1).max(200);
const rewardQuery = rewardFilter.extend({
  /** Customers may be known by their address, which stands in no URL. */
  referrer: z
    .string()
    .regex(/^[UW][A-Z0-9]{2,30}$/, 'a Slack user id; others are searched by POST /v1/rewards/search')
    .optional(),
  /** Only what should have been paid by now. */
  late: flag.optional(),
  /** Only those whose referral waits to be looked at; with `false` the others. */
  held: flag.optional(),
  limit: z.coerce.number().pipe(most).default(50),
});
/** The same in a body, where whoever referred may be named as they are known. */
const rewardSearch = rewardFilter.extend({
  referrer: line(254).optional(),
  late: z.boolean().optional(),
  held: z.boolean().optional(),
  limit: most.default(50),
});

/** The ledger: what was earned, who decided on it, and what was paid. */
export function rewardRoutes(deps: Deps, allow: Allow) {
  const decide = async (
    c: Context<Authorised>,
    request: Omit<RewardRequest, 'inSlack' | 'by'>,
    by?: string,
  ) => {
    const { name, role } = c.get('caller');
    const inSlack = role === 'bot';
    const eventId = request.eventId ?? idempotencyKey(c);
    refuse(await decideOnReward(deps, rewardId(c), { ...request, by: by ?? name, eventId, inSlack }));
    return c.json(found(await readReward(deps.db, rewardId(c), deps.clock.now()), 'reward'));
  };

  return new Hono<Authorised>()
    .get(
      '/v1/rewards',
      described('List rewards, newest first', page(reward), 422),
      allow('bot', 'marketing'),
      query(rewardQuery),
      async (c) => c.json(await readRewards(deps.db, deps.clock.now(), c.req.valid('query'))),
    )
    .post(
      '/v1/rewards/search',
      described('Search rewards, also by the address of whoever referred', page(reward), 422),
      allow('bot', 'marketing'),
      json(rewardSearch),
      async (c) => c.json(await readRewards(deps.db, deps.clock.now(), c.req.valid('json'))),
    )
    .get(
      '/v1/rewards/:id',
      described('One reward, and who decides on it in Slack', rewardDetail, 404),
      allow('bot', 'marketing'),
      async (c) => {
        const one = found(await readReward(deps.db, rewardId(c), deps.clock.now()), 'reward');
        return c.json({ ...one, approver: await readApprover(deps.db, one) });
      },
    )
    .post(
      '/v1/rewards/:id/approve',
      described('Approve a reward; 409 with its state when it cannot be', reward, 404, 409, 422),
      allow('bot'),
      json(rewardApproval),
      async (c) => {
        const { by, eventId } = c.req.valid('json');
        return decide(c, { decision: 'approve', eventId }, by);
      },
    )
    .post(
      '/v1/rewards/:id/reject',
      described('Reject a reward, with the reason', reward, 404, 409, 422),
      allow('bot'),
      json(rewardRefusal),
      async (c) => {
        const { by, ...refusal } = c.req.valid('json');
        return decide(c, { decision: 'reject', ...refusal }, by);
      },
    )
    .post(
      '/v1/rewards/:id/reverse',
      described(
        'Take a reward back; one that was paid gets a negative entry, where the rule it was earned under says so',
        reward,
        404,
        409,
        422,
      ),
      allow('bot'),
      json(rewardRefusal),
      async (c) => {
        const { by, ...refusal } = c.req.valid('json');
        return decide(c, { decision: 'reverse', ...refusal }, by);
      },
    )
    .route('/', payoutRoutes(deps, allow))
    .route('/', recognitionRoutes(deps, allow));
}

const rewardId = (c: Context): RewardId => c.req.param('id') as RewardId;

/** Says what stands against a decision. */
function refuse(answer: RewardAnswer): void {
  switch (answer.outcome) {
    case 'decided':
      return;
    case 'unknown':
      throw new HttpProblem(404, 'no reward has this id');
    case 'kept':
      throw illegalState('it was paid, and what was paid stays with who earned it', answer.state);
    case 'illegal':
      throw illegalState(`the reward is ${answer.state} already`, answer.state);
    case 'held':
      throw illegalState(`its referral has to be released first: ${answer.because}`, answer.state);
    case 'not_approver': {
      const message = 'only the approver decides on rewards';
      throw new HttpProblem(422, message, { errors: [{ path: 'by', message }] });
    }
  }
}
