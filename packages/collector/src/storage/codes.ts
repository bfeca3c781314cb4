import type { Db } from './dialect.ts';
import type { CodesTable } from './schema.ts';

export type Code = Pick<CodesTable, 'code' | 'program' | 'referrer' | 'name' | 'landing_url'>;

/** Codes are compared in lower case. Those in addresses may hold a NUL, which PostgreSQL does not take. */
const fold = (code: string): string => code.replaceAll('\0', '').trim().toLowerCase();

/** Adds a code; false when the code is taken, or the referrer has one in this programme. */
export async function insertCode(db: Db, code: Code, nowMs: number): Promise<boolean> {
  const inserted = await db
    .insertInto('codes')
    .values({ ...code, code: fold(code.code), clicks: 0, created_at: nowMs })
    .onConflict((conflict) => conflict.doNothing())
    .returning('code')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function findCode(db: Db, code: string): Promise<Code | undefined> {
  return db.selectFrom('codes').selectAll().where('code', '=', fold(code)).executeTakeFirst();
}

export async function codeOfReferrer(
  db: Db,
  program: Code['program'],
  referrer: string,
): Promise<Code | undefined> {
  return db
    .selectFrom('codes')
    .selectAll()
    .where('program', '=', program)
    .where('referrer', '=', referrer)
    .executeTakeFirst();
}

/** Counts a click on a link with the code. */
export async function countClick(db: Db, code: string): Promise<void> {
  await db
    .updateTable('codes')
    .set((row) => ({ clicks: row('clicks', '+', 1) }))
    .where('code', '=', fold(code))
    .execute();
}

/** The programme of each of these codes; unknown ones are left out. */
export async function programsOf(db: Db, codes: readonly string[]): Promise<Map<string, Code['program']>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom('codes')
    .select(['code', 'program'])
    .where('code', 'in', [...new Set(codes.map(fold))])
    .execute();
  return new Map(rows.map((row) => [row.code, row.program]));
}
