import { settingsSchemas, type SettingsName } from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { moveDigests } from '../actions/planDigests.ts';
import { changeSettings, readSettings } from '../actions/settings.ts';
import type { Deps } from '../actions/deps.ts';
import type { Allow, Authorised } from './auth.ts';
import { HttpProblem, parsed } from './errors.ts';
import { homeRoutes } from './home.ts';
import { answers, keyNeeded, problems, sends } from './openapi.ts';
import { readJson } from './body.ts';
import { settingsChangeRoutes } from './settingsChanges.ts';
import { settingsName } from './settingsName.ts';

const MAX_SETTINGS_BYTES = 512 * 1024;
/** Which settings need no admin. */
const ofMarketing: readonly SettingsName[] = [
  'attribution',
  'sources',
  'channels',
  'links',
  'economics',
  'diversification',
  'warnings',
];
const version = z.object({ name: z.string(), version: z.int(), value: z.unknown() });

/** Settings by name, and those that people change in Slack. A change says on which version it is based, so that nobody's change is overwritten unseen. */
export function settingsRoutes(deps: Deps, allow: Allow) {
  return new Hono<Authorised>()
    .get(
      '/v1/settings/:name',
      described('Read settings', 404),
      allow('marketing', 'sales', 'bot'),
      async (c) => {
        const name = settingsName(c);
        const settings = await readSettings(deps.db, name);
        c.header('ETag', `"${settings.version}"`);
        return c.json({ name, ...settings });
      },
    )
    .put(
      '/v1/settings/:name',
      described('Change settings; If-Match names the version they are based on', 404, 412, 422, 428),
      describeRoute({ requestBody: sends(z.union(Object.values(settingsSchemas)), ['application/json']) }),
      allow('marketing'),
      async (c) => {
        const name = settingsName(c);
        if (c.get('caller').role !== 'admin' && !ofMarketing.includes(name)) {
          throw new HttpProblem(403, `only an admin may change the settings of ${name}`);
        }
        const basedOn = matchedVersion(c);
        const value = parsed(settingsSchemas[name], await readJson(c, MAX_SETTINGS_BYTES));
        const changedBy = c.get('caller').name;
        const changed = await changeSettings(deps, { name, value, basedOn, changedBy });
        if (changed.outcome === 'invalid')
          throw new HttpProblem(422, 'some fields are not as they should be', { errors: changed.errors });
        if (changed.outcome === 'outdated') throw new HttpProblem(412, `version ${changed.version} is newer`);
        await moveDigests(deps, name);
        deps.signals.timers.ring();
        c.header('ETag', `"${changed.version}"`);
        return c.json({ name, version: changed.version, value });
      },
    )
    .route('/', settingsChangeRoutes(deps, allow))
    .route('/', homeRoutes(deps, allow));
}

const described = (summary: string, ...wrong: number[]) =>
  describeRoute({
    summary,
    tags: ['Settings'],
    security: keyNeeded,
    responses: { 200: answers('The settings in force', version), ...problems(401, 403, ...wrong) },
  });

function matchedVersion(c: Context): number {
  const [, given] = /^(?:W\/)?"?(\d+)"?$/.exec(c.req.header('If-Match') ?? '') ?? [];
  if (given === undefined) throw new HttpProblem(428, 'send If-Match with the version that you read');
  return Number(given);
}
