import { payout, payoutOutcome, payoutRequest, type Payout } from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { Deps } from '../actions/deps.ts';
import { createPayout, readPayout, settlePayout, type PayoutEnd } from '../actions/payouts.ts';
import type { PayoutId } from '../ids.ts';
import type { Allow, Authorised } from './auth.ts';
import { csvFile } from './csvFile.ts';
import { HttpProblem, illegalState } from './errors.ts';
import { described, found } from './ledger.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import { keyNeeded, problems } from './openapi.ts';
import { json } from './validate.ts';

/** What goes to payroll, and that it was paid. Money is an admin's: no other key comes here. */
export function payoutRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .post(
      '/v1/payouts',
      described('Export the approved rewards of a month; again, it is the same payout', payout, 409, 422),
      allow(),
      json(payoutRequest),
      async (c) => {
        const { eventId = idempotencyKey(c), ...request } = c.req.valid('json');
        const answer = await createPayout(deps, { ...request, eventId, by: c.get('caller').name });
        if (answer.outcome === 'nothing_due')
          throw new HttpProblem(409, `no reward that was approved by the end of ${request.month} is unpaid`);
        return c.json(answer.payout, answer.outcome === 'created' ? 201 : 200);
      },
    )
    .get('/v1/payouts/:id', described('One payout', payout, 404), allow(), async (c) =>
      c.json(found(await readPayout(deps.db, payoutId(c)), 'payout').payout),
    )
    .get(
      '/v1/payouts/:id/file',
      describeRoute({
        summary: 'The file for payroll, as it was handed out first',
        tags: ['Rewards'],
        security: keyNeeded,
        responses: {
          200: { description: 'CSV', content: { 'text/csv': { schema: { type: 'string' } } } },
          ...problems(401, 403, 404),
        },
      }),
      allow(),
      async (c) => {
        const { payout: made, file } = found(await readPayout(deps.db, payoutId(c)), 'payout');
        return csvFile(c, `payroll-${made.month}-${made.id}`, file);
      },
    )
    .post(
      '/v1/payouts/:id/confirm',
      described('Payroll has paid: its rewards are paid', payout, 404, 409, 422),
      allow(),
      json(payoutOutcome),
      async (c) => {
        const { by = c.get('caller').name } = c.req.valid('json');
        return c.json(settled(await settlePayout(deps, payoutId(c), { state: 'confirmed', by })));
      },
    )
    .post(
      '/v1/payouts/:id/fail',
      described('Payroll could not pay: its rewards go with the next', payout, 404, 409, 422),
      allow(),
      json(payoutOutcome),
      async (c) => {
        const { by = c.get('caller').name } = c.req.valid('json');
        return c.json(settled(await settlePayout(deps, payoutId(c), { state: 'failed', by })));
      },
    );
}

const payoutId = (c: Context): PayoutId => c.req.param('id') as PayoutId;

function settled(answer: PayoutEnd): Payout {
  switch (answer.outcome) {
    case 'done':
      return answer.payout;
    case 'ended': {
      const { state } = answer.payout;
      throw illegalState(`the payout is ${state} already`, state);
    }
    case 'unknown':
      throw new HttpProblem(404, 'no payout has this id');
  }
}
