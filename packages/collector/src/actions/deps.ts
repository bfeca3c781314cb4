import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Db, Trx } from '../storage/dialect.ts';
import type { Signals } from './signals.ts';

/** What a use case works with. */
export type Deps = { db: Db; clock: Clock; log: Logger; signals: Signals; publicUrl: string };

/** What runs inside a use case's transaction. */
export type InTransaction = { trx: Trx; nowMs: number };
