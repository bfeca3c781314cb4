import { Temporal } from 'temporal-polyfill';

/** The day on the wall at a moment in epoch milliseconds, `YYYY-MM-DD`. */
export const dayOf = (ms: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate().toString();
