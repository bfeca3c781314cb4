import { setTimer } from '../storage/timers.ts';
import type { InTransaction } from './deps.ts';
import { freezeQuarters } from './freezeQuarters.ts';
import { settleLeavers } from './settleLeavers.ts';

/** Does what the employees' programme owes by the calendar, and sets the timer to what comes next. */
export async function keepProgram(tx: InTransaction): Promise<void> {
  const next = Math.min(await freezeQuarters(tx), await settleLeavers(tx));
  if (Number.isFinite(next)) await setTimer(tx.trx, { kind: 'referral_program' }, next);
}
