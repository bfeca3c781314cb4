/** A moment in epoch milliseconds, or why a text is none. */
export type MomentRead = { ms: number } | { reason: string };

const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?([Zz]|[+-]\d{2}:\d{2}))?$/;

/** Clocks and time zones differ: what is dated later than this has not happened. */
export const AHEAD_MS = 36 * 60 * 60 * 1000;

/**
 * Reads `2026-03-01T09:30:00+01:00` (RFC 3339) or `2026-03-01`, which is its first moment in UTC. Days that do
 * not exist are refused, and so is what lies in the future or before 1970: nothing of that happened.
 */
export function readMoment(text: string, nowMs: number): MomentRead {
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = shape.exec(text) ?? [];
  if (year === undefined) return { reason: 'is not a date such as 2026-03-01 or 2026-03-01T09:30:00Z' };
  const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight) && new Date(midnight).getUTCDate() === Number(day);
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone.toUpperCase()}`);
  if (!isDay || Number.isNaN(ms)) return { reason: 'is not a date that exists' };
  if (ms < 0) return { reason: 'is before 1970' };
  if (ms > nowMs + AHEAD_MS) return { reason: 'is in the future' };
  return { ms };
}
