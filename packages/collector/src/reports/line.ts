import { Unavailable } from '../actions/unavailable.ts';
import type { Answered } from './worker.ts';

const RETRY_AFTER_SECONDS = 5;
/** Questions that stand in line at once, those included that nobody waits for any more. */
const MOST_WAITING = 32;

type Waiting = { resolve: (answer: never) => void; reject: (error: Error) => void };

/** Who waits for the thread of reports, in the order in which they asked. */
export type Line = {
  /** The answer to the question of this id. Throws Unavailable when the line is long. */
  join: (id: number) => Promise<never>;
  settle: (answered: Answered) => void;
  /** The thread is gone: who waits is told to come again. */
  dismiss: () => void;
};

/**
 * The first in line has `longestMs`; then it is told so, and `onLate` is called. The very first of a thread has
 * as long as it takes to read all journeys.
 */
export function createLine({ longestMs, onLate }: { longestMs: number; onLate: () => void }): Line {
  const waiting = new Map<number, Waiting>();
  let hasReadJourneys = false;
  let timer: NodeJS.Timeout | undefined;

  const timeFirst = (): void => {
    clearTimeout(timer);
    if (waiting.size > 0 && hasReadJourneys) timer = setTimeout(giveUp, longestMs).unref();
  };
  const giveUp = (): void => {
    const [first] = waiting;
    if (!first) return;
    waiting.delete(first[0]);
    first[1].reject(tooLong());
    onLate();
  };

  return {
    join: (id) => {
      if (waiting.size >= MOST_WAITING) throw tooMany();
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        if (waiting.size === 1) timeFirst();
      });
    },
    settle: (answered) => {
      hasReadJourneys ||= 'answer' in answered;
      tell(waiting.get(answered.id), answered);
      waiting.delete(answered.id);
      timeFirst();
    },
    dismiss: () => {
      clearTimeout(timer);
      hasReadJourneys = false;
      for (const { reject } of waiting.values()) reject(startsAgain());
      waiting.clear();
    },
  };
}

function tell(asker: Waiting | undefined, answered: Answered): void {
  if ('sum' in answered) return asker?.resolve(answered.sum as never);
  if ('answer' in answered) return asker?.resolve(answered.answer as never);
  const { message, code } = answered.failure;
  asker?.reject(Object.assign(new Error(message), code === undefined ? {} : { code }));
}

const comeAgain = (why: string): Unavailable =>
  new Unavailable(why, { retryAfterSeconds: RETRY_AFTER_SECONDS });
const startsAgain = (): Unavailable => comeAgain('the reports start again');
const tooMany = (): Unavailable => comeAgain('too many reports are asked for at once');
const tooLong = (): Unavailable =>
  comeAgain('the report took too long: ask for a shorter period, or for larger groups');
