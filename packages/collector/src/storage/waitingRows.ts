import BetterSqlite3 from 'better-sqlite3';

/** Rows that wait to be stored; `place` is what they are ordered by, then their number. */
export type WaitingRows<Row> = {
  add: (rows: readonly WaitingRow<Row>[]) => void;
  /** Up to `most` rows at a time, in their order. */
  inOrder: (most: number) => Iterable<{ number: number; row: Row }[]>;
  close: () => void;
};

export type WaitingRow<Row> = { place: string; number: number; row: Row };

/** In KiB; what is more is written to a temporary file. */
const MOST_MEMORY = 4_096;

/**
 * Keeps any number of rows in little memory and gives them back sorted: in a SQLite file of its own, which has no name
 * (https://www.sqlite.org/inmemorydb.html#temp_db) and ends with the process, whatever database the rows are for.
 * A row is anything that JSON can say.
 */
export function createWaitingRows<Row>(): WaitingRows<Row> {
  const file = new BetterSqlite3('');
  file.pragma('journal_mode = off');
  file.pragma('synchronous = off');
  file.pragma(`cache_size = -${MOST_MEMORY}`);
  file.exec('create table waiting (place text not null, number integer not null, body text not null)');
  const insert = file.prepare<[string, number, string]>('insert into waiting values (?, ?, ?)');
  const sorted = file.prepare<[], { number: number; body: string }>(
    'select number, body from waiting order by place, number',
  );
  return {
    add: file.transaction((rows: readonly WaitingRow<Row>[]) => {
      for (const { place, number, row } of rows) insert.run(place, number, JSON.stringify(row));
    }),
    inOrder: function* (most) {
      let rows: { number: number; row: Row }[] = [];
      for (const { number, body } of sorted.iterate()) {
        rows.push({ number, row: JSON.parse(body) as Row });
        if (rows.length < most) continue;
        yield rows;
        rows = [];
      }
      if (rows.length > 0) yield rows;
    },
    close: () => void file.close(),
  };
}
