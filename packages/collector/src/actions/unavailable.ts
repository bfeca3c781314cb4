/** The database cannot take this now: nothing was acknowledged, the sender should come again. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly retryAfterSeconds: number;

  constructor(
    why: string,
    { retryAfterSeconds = 2, cause }: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(why, { cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** How long a request may wait for the database before it is told to come again, in milliseconds. */
export const PATIENCE_MS = 700;

/**
 * The answer of `work`, or Unavailable, which says `why`, when it takes too long or the database fails. Work that is late
 * may still be committed; every write is idempotent, so coming again is harmless.
 */
export async function orUnavailable<Answer>(
  work: Promise<Answer>,
  patienceMs = PATIENCE_MS,
  why = 'the database is slow',
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Unavailable(why)), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Codes of better-sqlite3, PostgreSQL and Node that say "not now" and nothing about the request. */
const away =
  /^(SQLITE_(BUSY|FULL|IOERR|LOCKED|CANTOPEN|READONLY)|08|40|53|57P|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EHOSTUNREACH)/;
const awayText =
  /^(Connection terminated|timeout exceeded when trying to connect|the database does not answer|Client (was closed|has encountered)|driver has already been destroyed|The database connection is not open)/;

/** Of these, what PostgreSQL says when two transactions stood in each other's way and it ended this one. */
const inTheWay = /^40/;

/** The error as Unavailable when it means that coming again helps; null when it is a fault of ours. */
export function asUnavailable(error: unknown): Unavailable | null {
  if (error instanceof Unavailable) return error;
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!away.test(code) && !awayText.test(error.message)) return null;
  const why = inTheWay.test(code) ? 'another request was in the way' : 'the database is away';
  return new Unavailable(why, { cause: error });
}
