import type { NotifyWindow } from '@headwater/contract';
import { dateAt } from './calendarPeriod.ts';

/** When a message that can wait may come: now within the hours, else when they begin next. */
export function notifyTime(nowMs: number, { from, to }: NotifyWindow, timeZone: string): number {
  if (from === to) return nowMs;
  // hours over midnight that began yesterday may still last
  let date = dateAt(nowMs, timeZone).subtract({ days: 1 });
  for (;;) {
    const last = to < from ? date.add({ days: 1 }) : date;
    const endMs = last.toZonedDateTime({ timeZone, plainTime: to }).epochMilliseconds;
    const startMs = date.toZonedDateTime({ timeZone, plainTime: from }).epochMilliseconds;
    if (nowMs < endMs) return Math.max(nowMs, startMs);
    date = date.add({ days: 1 });
  }
}
