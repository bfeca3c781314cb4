import type { CalendarSettings } from '@headwater/contract';
import { nextDigestAt } from '../domain/calendar.ts';
import type { Db } from '../storage/dialect.ts';
import { cancelTimers, setTimer } from '../storage/timers.ts';

/** Sets the time of the next digest after `nowMs`; none where the calendar has no digests. */
export async function planDigest(db: Db, nowMs: number, calendar: CalendarSettings): Promise<void> {
  const at = nextDigestAt(nowMs, calendar);
  if (at === null) await cancelTimers(db, [{ kind: 'digest' }]);
  else await setTimer(db, { kind: 'digest' }, at);
}
