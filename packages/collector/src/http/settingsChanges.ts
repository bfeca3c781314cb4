import { page } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { readSettingsChanges } from '../actions/readSettingsChanges.ts';
import type { Allow, Authorised } from './auth.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { settingsName } from './settingsName.ts';
import { query } from './validate.ts';

const change = z.object({
  version: z.int(),
  changedAt: z.string(),
  changedBy: z.string(),
  value: z.unknown(),
});
const changeQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The nextCursor of the page before: changes older than this version. */
  cursor: z.coerce.number().int().min(1).max(1_000_000_000).optional(),
});

/** Who changed settings, when, and to what. */
export function settingsChangeRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>().get(
    '/v1/settings/:name/changes',
    describeRoute({
      summary: 'The change log of settings, newest first',
      tags: ['Settings'],
      security: keyNeeded,
      responses: { 200: answers('Changes', page(change)), ...problems(401, 403, 404, 422) },
    }),
    allow('marketing', 'sales'),
    query(changeQuery),
    async (c) => c.json(await readSettingsChanges(deps.db, settingsName(c), c.req.valid('query'))),
  );
}
