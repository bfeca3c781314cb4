import { Migrator, type Migration } from 'kysely/migration';
import * as leadToSlack from './migrations/0001-lead-to-slack.ts';
import { openDatabase } from './open.ts';

/** Forward only. Kysely holds a lock while it runs them, so several processes may start at once. */
const migrations: Record<string, Migration> = {
  '0001-lead-to-slack': leadToSlack,
};

/** Brings the database to the newest version and returns the names of the migrations that ran. */
export async function migrate(url: string): Promise<string[]> {
  const db = openDatabase(url, { patient: true });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    return results.map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
