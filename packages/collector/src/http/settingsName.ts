import { settingsSchemas, type SettingsName } from '@headwater/contract';
import type { Context } from 'hono';
import { HttpProblem } from './errors.ts';

/** The settings that the path names; 404 for others. */
export function settingsName(c: Context): SettingsName {
  const name = c.req.param('name') ?? '';
  if (Object.hasOwn(settingsSchemas, name)) return name as SettingsName;
  throw new HttpProblem(404, `settings are: ${Object.keys(settingsSchemas).join(', ')}`);
}
