/** Where and how the viewer reads times; both default to the browser's. */
export type Viewer = { locale?: string; timeZone?: string };

/** `21 Nov 2026, 23:55` in the viewer's zone and habit. */
export function dateAndTime(iso: string, { locale, timeZone }: Viewer = {}): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone }).format(
    new Date(iso),
  );
}

/** `23:55:02`. */
export function clockTime(atMs: number, { locale, timeZone }: Viewer = {}): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium', ...zone }).format(atMs);
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** `in 5 minutes`, `2 hours ago`, `just now` within a minute. Whole units, rounded down. */
export function distance(iso: string, nowMs: number): string {
  const differenceMs = Date.parse(iso) - nowMs;
  for (const [unit, lengthMs] of units) {
    const count = Math.trunc(differenceMs / lengthMs);
    if (count !== 0) return relative.format(count, unit);
  }
  return differenceMs > 0 ? 'within a minute' : 'just now';
}
