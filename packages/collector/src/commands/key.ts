import { addKey, roles, type Role } from '../actions/keys.ts';
import { systemClock } from '../clock.ts';
import { ConfigError, type Config } from '../config.ts';
import { withDatabase } from './withDatabase.ts';

/** `key add`: prints the key, which is not shown again. */
export async function addKeyCommand(config: Config, role: string, name: string): Promise<void> {
  if (!isRole(role)) throw new ConfigError(`--role is one of ${roles.join(', ')}`);
  const key = await withDatabase(config, (db) => addKey({ db, clock: systemClock }, role, name));
  process.stdout.write(`${key}\n`);
}

const isRole = (role: string): role is Role => roles.some((known) => known === role);
