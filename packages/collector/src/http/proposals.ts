import { page, proposalDecided, proposalDecision, sourceProposal } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { Reports } from '../actions/askReport.ts';
import { decideProposal } from '../actions/decideProposal.ts';
import type { Deps } from '../actions/deps.ts';
import { readProposals } from '../actions/readProposals.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem, wrongField } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json } from './validate.ts';

const tags = ['Sources'];
const security = keyNeeded;

/** Spellings that resemble a known source, and what people say of them. */
export function proposalRoutes(deps: Deps & Pick<Reports, 'sums'>, allow: Allow) {
  return new Hono<Authorised>()
    .get(
      '/v1/sources/proposals',
      describeRoute({
        summary: 'Sources that are probably misspelt, the most frequent first',
        tags,
        security,
        responses: { 200: answers('Proposals', page(sourceProposal)), ...problems(401, 403, 429) },
      }),
      allow('marketing', 'viewer'),
      async (c) => c.json({ data: await readProposals(deps), nextCursor: null }),
    )
    .post(
      '/v1/sources/proposals/:id',
      describeRoute({
        summary: 'Accept a proposal, which adds an alias and moves history, or refuse it for good',
        tags,
        security,
        responses: { 200: answers('Decided', proposalDecided), ...problems(401, 403, 404, 409, 422, 429) },
      }),
      allow('marketing'),
      json(proposalDecision),
      async (c) => {
        const { decision } = c.req.valid('json');
        const by = c.get('caller').name;
        const answer = await decideProposal(deps, c.req.param('id'), { decision, by });
        if (answer.outcome === 'unknown') throw new HttpProblem(404, 'no proposal has this id');
        if (answer.outcome === 'unfit')
          throw wrongField('decision', 'cannot be accept: the settings of sources cannot hold this alias');
        if (answer.outcome === 'otherwise') {
          const { decidedBy } = answer.decided;
          const word = answer.decided.decision === 'accept' ? 'accepted' : 'refused';
          throw new HttpProblem(409, `${decidedBy} has ${word} it already`);
        }
        return c.json(answer.decided);
      },
    );
}
