import { slackProblemReport } from '@headwater/contract';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { reportSlackProblem, slackLetsUsIn } from '../actions/slackProblems.ts';
import type { Allow, Authorised } from './auth.ts';
import { described } from './lead.ts';
import { json } from './validate.ts';

const noted = z.object({ outcome: z.enum(['noted', 'forgotten']) });

/** What Slack refuses the bot, as the bot tells it. */
export function slackProblemRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .post(
      '/v1/slack/problems',
      described('Slack refuses the app: a scope is missing, or a token is not accepted', noted, 422),
      allow('bot'),
      json(slackProblemReport),
      async (c) => {
        await reportSlackProblem(deps, c.req.valid('json'));
        return c.json({ outcome: 'noted' as const });
      },
    )
    .delete(
      '/v1/slack/problems',
      described('Slack has let the bot in: what is still wrong will be reported again', noted),
      allow('bot'),
      async (c) => {
        await slackLetsUsIn(deps);
        return c.json({ outcome: 'forgotten' as const });
      },
    );
}
