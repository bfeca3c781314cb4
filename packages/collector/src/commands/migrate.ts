import type { Config } from '../config.ts';
import { migrate } from '../storage/migrate.ts';

/** `migrate`: prints what ran. */
export async function migrateCommand(config: Config): Promise<void> {
  const ran = await migrate(config.databaseUrl);
  process.stdout.write(ran.length === 0 ? 'nothing to do\n' : `${ran.join('\n')}\n`);
}
