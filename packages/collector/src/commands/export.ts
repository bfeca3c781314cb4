import type { Config } from '../config.ts';
import type { Db } from '../storage/dialect.ts';
import { eventsAfter } from '../storage/events.ts';
import type { EventsTable } from '../storage/schema.ts';
import { withDatabase } from './withDatabase.ts';

const ROWS_A_PAGE = 1_000;

/** `export events`: every stored event as one JSON object a line, in the order of their ids. */
export async function exportEvents(config: Config): Promise<void> {
  await withDatabase(config, async (db) => {
    for await (const row of allEvents(db)) await print(`${JSON.stringify(exported(row))}\n`);
  });
}

async function* allEvents(db: Db): AsyncGenerator<EventsTable> {
  let after = '';
  for (;;) {
    const rows = await eventsAfter(db, after, ROWS_A_PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

function exported({ id, site, visitor, lead_id, kind, at, sent_at, received_at, body }: EventsTable) {
  const what = JSON.parse(body) as object;
  return { id, site, visitor, leadId: lead_id, kind, at, sentAt: sent_at, receivedAt: received_at, ...what };
}

/** Waits while the reader of the pipe is behind. */
async function print(line: string): Promise<void> {
  if (process.stdout.write(line)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}
