import { setTimeout as pause } from 'node:timers/promises';
import { readRebuild, stepRebuild } from '../actions/rebuildLeads.ts';
import { startRebuild } from '../actions/startRebuild.ts';
import { finishRecount } from '../actions/countVisitors.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { canWriteInParallel, type Db } from '../storage/dialect.ts';
import { withDatabase } from './withDatabase.ts';

const TELL_EVERY_MS = 500;
/** A server that writes to the same file gets its turn. */
const TURN_MS = 8;

/**
 * `rebuild`: recomputes all leads and says how far it is. A server that runs on the same database takes its part;
 * when this process is killed, the server, or the next one to start, goes on.
 */
export async function rebuildCommand(config: Config, isJson: boolean): Promise<void> {
  await withDatabase(config, async (db) => {
    await db.transaction().execute((trx) => startRebuild(trx, 'headwater rebuild', systemClock.now()));
    await finish(db, isJson ? () => {} : tellProgress);
    await finishRecount({ db, clock: systemClock }, () => pause(TURN_MS));
    const { done } = await readRebuild(db);
    process.stdout.write(
      isJson ? `${JSON.stringify(await readRebuild(db))}\n` : `${done} leads recomputed\n`,
    );
  });
}

async function finish(db: Db, tell: (done: number, total: number) => void): Promise<void> {
  let toldAt = performance.now();
  for (;;) {
    const step = await db.transaction().execute((trx) => stepRebuild({ trx, nowMs: systemClock.now() }));
    if (step === 'over') return;
    if (performance.now() - toldAt > TELL_EVERY_MS) {
      toldAt = performance.now();
      const { done, total } = await readRebuild(db);
      tell(done, total);
    }
    if (step === 'busy' || !canWriteInParallel(db)) await pause(TURN_MS);
  }
}

function tellProgress(done: number, total: number): void {
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  process.stderr.write(`${done} of ${total} leads, ${percent} %\n`);
}
