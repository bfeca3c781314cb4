import BetterSqlite3 from 'better-sqlite3';

/** Ids that were seen, any number of them in little memory. */
export type SeenIds = {
  /** Answers how many of these were not seen before. */
  add: (ids: readonly string[]) => number;
  close: () => void;
};

/** In KiB; what is more is written to a temporary file. */
const MOST_MEMORY = 4_096;

/** In a SQLite file of its own that ends with the process, as rows that wait are (waitingRows.ts). */
export function createSeenIds(): SeenIds {
  const file = new BetterSqlite3('');
  file.pragma('journal_mode = off');
  file.pragma('synchronous = off');
  file.pragma(`cache_size = -${MOST_MEMORY}`);
  file.exec('create table seen (id text primary key) without rowid');
  const insert = file.prepare<[string]>('insert or ignore into seen values (?)');
  return {
    add: file.transaction((ids: readonly string[]) =>
      ids.reduce((fresh, id) => fresh + insert.run(id).changes, 0),
    ),
    close: () => void file.close(),
  };
}
