/** What the way to the collectors is like; a test changes it, and each test begins with fair weather. */
export type Weather = {
  /** Nothing gets through, to nobody: every connection breaks. */
  isCut: boolean;
  /** What collectors answer instead of doing their work, one request after the other. */
  refusals: Refusal[];
  /** So many requests reach the collector, and their answers are lost. */
  answersToLose: number;
  /** So many requests reach the collector, and their answers stay on the way for ever. */
  answersToHold: number;
};

export type Refusal = { status: 429 | 503; retryAfterSeconds?: number };

export function fairWeather(): Weather {
  return { isCut: false, refusals: [], answersToLose: 0, answersToHold: 0 };
}
