import type { ExportKind } from '@headwater/contract';
import { exportRows } from '../actions/exportRows.ts';
import type { Config } from '../config.ts';
import { withDatabase } from './withDatabase.ts';

/** `export KIND`: everything of that kind as one JSON object a line, in the order of their ids. */
export async function exportCommand(config: Config, kind: ExportKind): Promise<void> {
  await withDatabase(config, async (db) => {
    for await (const row of exportRows(db, kind)) await print(`${JSON.stringify(row)}\n`);
  });
}

/** Waits while the reader of the pipe is behind. */
async function print(line: string): Promise<void> {
  if (process.stdout.write(line)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}
