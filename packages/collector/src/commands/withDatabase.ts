import type { Config } from '../config.ts';
import type { Db } from '../storage/dialect.ts';
import { migrate } from '../storage/migrate.ts';
import { openDatabase } from '../storage/open.ts';

/** Runs a command on an up-to-date database and closes it. */
export async function withDatabase<Answer>(
  config: Config,
  run: (db: Db) => Promise<Answer>,
): Promise<Answer> {
  await migrate(config.databaseUrl);
  const db = openDatabase(config.databaseUrl, { patient: true });
  try {
    return await run(db);
  } finally {
    await db.destroy();
  }
}
