import type { Db } from '../storage/dialect.ts';
import { pingDatabase } from '../storage/ping.ts';
import { orUnavailable } from './unavailable.ts';

/** Resolves when the database answers; rejects with Unavailable when it does not within a second. */
export async function checkDatabase(db: Db): Promise<void> {
  await orUnavailable(pingDatabase(db));
}
