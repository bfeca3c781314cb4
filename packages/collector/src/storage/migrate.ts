import { Migrator, type Migration } from 'kysely/migration';
import { currentSchema } from './dialect.ts';
import * as leadToSlack from './migrations/0001-lead-to-slack.ts';
import * as segment from './migrations/0002-segment.ts';
import * as publicReferrals from './migrations/0003-public-referrals.ts';
import * as routing from './migrations/0004-routing.ts';
import * as followUps from './migrations/0005-follow-ups.ts';
import * as qualification from './migrations/0006-qualification.ts';
import * as rewards from './migrations/0007-rewards.ts';
import * as cardState from './migrations/0008-card-state.ts';
import * as bursts from './migrations/0009-bursts.ts';
import * as home from './migrations/0010-home.ts';
import * as stagesAndRevenue from './migrations/0011-stages-and-revenue.ts';
import * as spend from './migrations/0012-spend.ts';
import * as sources from './migrations/0013-sources.ts';
import * as journeys from './migrations/0014-journeys.ts';
import * as ledger from './migrations/0015-ledger.ts';
import * as slack from './migrations/0016-slack.ts';
import * as warnings from './migrations/0019-warnings.ts';
import * as visitors from './migrations/0020-visitors.ts';
import * as fewerIndexes from './migrations/0021-fewer-indexes.ts';
import { openDatabase } from './open.ts';

/** Forward only. Kysely holds a lock while it runs them, so several processes may start at once. */
const migrations: Record<string, Migration> = {
  '0001-lead-to-slack': leadToSlack,
  '0002-segment': segment,
  '0003-public-referrals': publicReferrals,
  '0004-routing': routing,
  '0005-follow-ups': followUps,
  '0006-qualification': qualification,
  '0007-rewards': rewards,
  '0008-card-state': cardState,
  '0009-bursts': bursts,
  '0010-home': home,
  '0011-stages-and-revenue': stagesAndRevenue,
  '0012-spend': spend,
  '0013-sources': sources,
  '0014-journeys': journeys,
  '0015-ledger': ledger,
  '0016-slack': slack,
  '0019-warnings': warnings,
  '0020-visitors': visitors,
  '0021-fewer-indexes': fewerIndexes,
};

/** Brings the database to the newest version and returns the names of the migrations that ran. */
export async function migrate(url: string): Promise<string[]> {
  const db = openDatabase(url, { patient: true });
  try {
    const provider = { getMigrations: async () => migrations };
    // unnamed, Kysely takes the tables of any schema of the database for its own
    const schema = await currentSchema(db);
    const migrator = new Migrator({ db, provider, ...(schema !== null && { migrationTableSchema: schema }) });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    return results.map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
