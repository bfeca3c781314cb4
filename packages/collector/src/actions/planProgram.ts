import type { Db } from '../storage/dialect.ts';
import { ensureTimer, setTimer } from '../storage/timers.ts';

const timer = { kind: 'referral_program' } as const;

/**
 * Has the employees' programme looked at now: other settings may change what it owes, and when. A process that
 * dies before it says so looks at its start.
 */
export async function planProgram(db: Db, nowMs: number): Promise<void> {
  await setTimer(db, timer, nowMs);
}

/** At the start of a process, where nothing is planned. */
export async function ensureProgram(db: Db, nowMs: number): Promise<void> {
  await ensureTimer(db, timer, nowMs);
}
