import type { LeadId } from '../ids.ts';
import { isAmong, type Db } from './dialect.ts';
import { timerId, timerRow, type Timer } from './timer.ts';

export type { Timer } from './timer.ts';

/** Sets a timer, replacing the one of the same kind and lead. */
export async function setTimer(db: Db, timer: Timer, dueAt: number): Promise<void> {
  const row = timerRow(timer, dueAt);
  await db
    .insertInto('timers')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ due_at: dueAt, payload: row.payload }))
    .execute();
}

/** Sets a timer; one that is due sooner stays, since somebody may have set it meanwhile. */
export async function bringForwardTimer(db: Db, timer: Timer, dueAt: number): Promise<void> {
  const row = timerRow(timer, dueAt);
  await db
    .insertInto('timers')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ due_at: dueAt, payload: row.payload })
        .where('timers.due_at', '>', dueAt),
    )
    .execute();
}

/** Sets a timer unless it is already set. */
export async function ensureTimer(db: Db, timer: Timer, dueAt: number): Promise<void> {
  await db
    .insertInto('timers')
    .values(timerRow(timer, dueAt))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function cancelTimers(db: Db, timers: readonly Timer[]): Promise<void> {
  await db
    .deleteFrom('timers')
    .where(isAmong(db, 'id', timers.map(timerId)))
    .execute();
}

/** Gives a lead those timers of another; without `kinds`, all that its deadline has. */
export async function moveDeadline(
  db: Db,
  from: LeadId,
  to: LeadId,
  kinds: readonly ('remind' | 'deadline' | 'escalate' | 'follow_up')[] = deadlineKinds,
): Promise<void> {
  for (const kind of kinds) {
    const row = await db
      .deleteFrom('timers')
      .where('id', '=', `${kind}:${from}`)
      .returning(['payload', 'due_at'])
      .executeTakeFirst();
    if (row)
      await setTimer(db, { ...(JSON.parse(row.payload) as Timer), kind, leadId: to } as Timer, row.due_at);
  }
}

const deadlineKinds = ['remind', 'deadline', 'escalate'] as const;

/** The timer that is due longest, left where it is; undefined when none is due. */
export async function nextDueTimer(db: Db, nowMs: number): Promise<Timer | undefined> {
  const row = await db
    .selectFrom('timers')
    .select('payload')
    .where('due_at', '<=', nowMs)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return row && (JSON.parse(row.payload) as Timer);
}

/** Takes a due timer out of the table, as it is set now; undefined when somebody else took or moved it. */
export async function takeTimer(db: Db, timer: Timer, nowMs: number): Promise<Timer | undefined> {
  const row = await db
    .deleteFrom('timers')
    .where('id', '=', timerId(timer))
    .where('due_at', '<=', nowMs)
    .returning('payload')
    .executeTakeFirst();
  return row && (JSON.parse(row.payload) as Timer);
}
