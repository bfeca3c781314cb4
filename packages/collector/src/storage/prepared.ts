import type { Compilable, CompiledQuery } from 'kysely';
import { sameDatabase, type Db } from './dialect.ts';

/** Stands where a parameter will be, while its statement is written; lists have one for each item. */
class Slot {
  readonly of: (parameters: object) => unknown;
  constructor(of: (parameters: object) => unknown) {
    this.of = of;
  }
}

/**
 * A statement that is written once for each database (and length of the lists among its parameters), since
 * writing it anew takes longer than SQLite needs to answer it. `write` sees placeholders instead of the
 * parameters: it may pass them on, and not look at them.
 */
export function prepared<Parameters extends object, Row>(
  write: (db: Db, parameters: Parameters) => Compilable<Row>,
): (db: Db, parameters: Parameters) => Promise<Row[]> {
  const written = new WeakMap<object, Map<string, CompiledQuery<Row>>>();
  return async (db, parameters) => {
    const statements = written.get(sameDatabase(db)) ?? new Map<string, CompiledQuery<Row>>();
    written.set(sameDatabase(db), statements);
    const shape = Object.values(parameters).map(lengthOf).join();
    const statement = statements.get(shape) ?? write(db, slotsFor(parameters)).compile();
    statements.set(shape, statement);
    const values = statement.parameters.map((one) => (one instanceof Slot ? one.of(parameters) : one));
    return (await db.executeQuery<Row>({ ...statement, parameters: values })).rows;
  };
}

const lengthOf = (value: unknown): number | null => (Array.isArray(value) ? value.length : null);

function slotsFor<Parameters extends object>(parameters: Parameters): Parameters {
  const slots = Object.entries(parameters).map(([name, value]) => {
    const given = (from: object): unknown => (from as Record<string, unknown>)[name];
    if (!Array.isArray(value)) return [name, new Slot(given)];
    return [name, value.map((_item, n) => new Slot((from) => (given(from) as unknown[])[n]))];
  });
  return Object.fromEntries(slots) as Parameters;
}
