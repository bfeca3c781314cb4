const MINUTE_MS = 60_000;

/**
 * When the minute of a moment is over, epoch milliseconds. Reports take it for now: whoever asks again within the
 * minute asks the same and gets the answer that is kept, and what was written a moment ago is not after it.
 */
export const endOfMinute = (ms: number): number => Math.ceil(ms / MINUTE_MS) * MINUTE_MS;
