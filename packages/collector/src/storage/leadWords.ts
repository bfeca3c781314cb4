import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Schema } from './schema.ts';

/** More than anybody remembers of a person. */
const MOST_WORDS = 10;
const searched = ['name', 'company', 'email'] as const;

/** Leads in whose name, company or e-mail address every one of the words occurs somewhere. */
export function holdsWords(row: ExpressionBuilder<Schema, 'leads'>, words: string): Expression<SqlBool> {
  const each = words.toLowerCase().trim().split(/\s+/).slice(0, MOST_WORDS);
  return row.and(each.map((word) => row.or(searched.map((column) => holds(column, word)))));
}

function holds(column: (typeof searched)[number], word: string): Expression<SqlBool> {
  const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape ${sql.lit('\\')}`;
}
