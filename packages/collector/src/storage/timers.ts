import type { LeadId } from '../ids.ts';
import { lockFreeRows, type Db } from './dialect.ts';

/** Work that is due at a time. Each is done in the transaction that removes it, so it takes effect once. */
export type Timer =
  | { kind: 'refresh_lead'; leadId: LeadId }
  | { kind: 'remind'; leadId: LeadId; round: number }
  | { kind: 'deadline'; leadId: LeadId; round: number }
  | { kind: 'digest' };

/** One timer of a kind per lead: setting it again moves it. */
const timerId = (timer: Timer): string => ('leadId' in timer ? `${timer.kind}:${timer.leadId}` : timer.kind);

/** Sets a timer, replacing the one of the same kind and lead. */
export async function setTimer(db: Db, timer: Timer, dueAt: number): Promise<void> {
  const row = { id: timerId(timer), kind: timer.kind, due_at: dueAt, payload: JSON.stringify(timer) };
  await db
    .insertInto('timers')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ due_at: dueAt, payload: row.payload }))
    .execute();
}

/** Sets a timer unless it is already set. */
export async function ensureTimer(db: Db, timer: Timer, dueAt: number): Promise<void> {
  await db
    .insertInto('timers')
    .values({ id: timerId(timer), kind: timer.kind, due_at: dueAt, payload: JSON.stringify(timer) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function cancelTimers(db: Db, timers: readonly Timer[]): Promise<void> {
  await db.deleteFrom('timers').where('id', 'in', timers.map(timerId)).execute();
}

/** Takes the timer that is due longest out of the table, or undefined when none is due. */
export async function takeDueTimer(db: Db, nowMs: number): Promise<Timer | undefined> {
  const query = db.selectFrom('timers').selectAll().where('due_at', '<=', nowMs).orderBy('due_at').limit(1);
  const row = await lockFreeRows(db, query).executeTakeFirst();
  if (!row) return undefined;
  await db.deleteFrom('timers').where('id', '=', row.id).execute();
  return JSON.parse(row.payload) as Timer;
}
