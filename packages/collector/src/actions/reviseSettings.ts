import { isDeepStrictEqual } from 'node:util';
import { settingsSchemas, type SettingsName, type SettingsOf } from '@headwater/contract';
import type { z } from 'zod';
import type { SettingsError } from '../domain/settingsErrors.ts';
import type { Deps } from './deps.ts';
import { moveDigests } from './planDigests.ts';
import { changeSettings, readSettings } from './settings.ts';

/** `unchanged`: it stood there before. `invalid`: what would stand there is more than settings may hold; `unfit`: nothing that can be used. */
export type Revision =
  | { outcome: 'changed' | 'unchanged'; version: number }
  | { outcome: 'invalid'; error: z.core.$ZodError }
  | { outcome: 'unfit'; errors: SettingsError[] };

/**
 * Changes one thing in settings as a new version. Where somebody else wrote a version meanwhile, the change is
 * made on theirs, so that neither is lost. Made twice it is one version.
 */
export async function reviseSettings<Name extends SettingsName>(
  deps: Pick<Deps, 'db' | 'clock'>,
  { name, changedBy }: { name: Name; changedBy: string },
  revise: (value: SettingsOf<Name>) => SettingsOf<Name>,
): Promise<Revision> {
  for (;;) {
    const { version, value } = await readSettings(deps.db, name);
    const next = settingsSchemas[name].safeParse(revise(value));
    if (!next.success) return { outcome: 'invalid', error: next.error };
    if (isDeepStrictEqual(next.data, value)) return { outcome: 'unchanged', version };
    const change = { name, value: next.data as SettingsOf<Name>, basedOn: version, changedBy };
    const changed = await changeSettings(deps, change);
    if (changed.outcome === 'outdated') continue;
    if (changed.outcome === 'invalid') return { outcome: 'unfit', errors: changed.errors };
    await moveDigests(deps, name);
    return { outcome: changed.outcome, version: changed.version };
  }
}
