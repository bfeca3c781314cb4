import { page } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { readSettingsChanges } from '../actions/readSettingsChanges.ts';
import type { Allow, Authorised } from './auth.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { settingsName } from './settings.ts';
import { query } from './validate.ts';

const changeQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
});
const change = z.object({
  version: z.int(),
  changedAt: z.string(),
  changedBy: z.string(),
  value: z.unknown(),
});

/** Who changed settings, when, and to what: newest first. */
export function settingsChangeRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>().get(
    '/v1/settings/:name/changes',
    describeRoute({
      summary: 'Who changed settings, when, and to what',
      tags: ['Settings'],
      security: keyNeeded,
      responses: { 200: answers('The changes, newest first', page(change)), ...problems(401, 403, 404, 422) },
    }),
    allow('marketing', 'sales', 'bot'),
    query(changeQuery),
    async (c) => c.json(await readSettingsChanges(deps.db, settingsName(c), c.req.valid('query'))),
  );
}
