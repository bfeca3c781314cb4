/** A moment, in epoch milliseconds, as answers tell it: RFC 3339 in UTC. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
