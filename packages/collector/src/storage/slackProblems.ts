import type { Db } from './dialect.ts';
import type { SlackProblemsTable } from './schema.ts';

/** Remembers what Slack refuses; `last_at` moves when it is refused again. */
export async function noteSlackProblem(
  db: Db,
  { error, about, method }: { error: string; about: string; method: string | null },
  nowMs: number,
): Promise<void> {
  await db
    .insertInto('slack_problems')
    .values({ error, about, method, first_at: nowMs, last_at: nowMs })
    .onConflict((conflict) => conflict.columns(['error', 'about']).doUpdateSet({ method, last_at: nowMs }))
    .execute();
}

/** Somebody put it right. */
export async function forgetSlackProblems(db: Db): Promise<void> {
  await db.deleteFrom('slack_problems').execute();
}

/** The latest first. */
export async function slackProblems(db: Db): Promise<SlackProblemsTable[]> {
  return db.selectFrom('slack_problems').selectAll().orderBy('last_at', 'desc').orderBy('about').execute();
}
