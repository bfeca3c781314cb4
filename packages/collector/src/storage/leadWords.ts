import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Schema } from './schema.ts';

/** More than anybody remembers of a person. */
const MOST_WORDS = 10;
const searched = ['name', 'company', 'email'] as const;

type LeadRow = ExpressionBuilder<Schema, 'leads'>;

/** Leads in whose name, company or e-mail address every one of the words occurs somewhere. */
export function holdsWords(row: LeadRow, words: string): Expression<SqlBool> {
  const each = words.toLowerCase().trim().split(/\s+/).slice(0, MOST_WORDS);
  return row.and(
    each.map((word) => row.or([...searched.map((column) => holds(column, word)), knownBy(row, word)])),
  );
}

/** Leads that have, or had before they became one of two, exactly this address, which is in lower case. */
export const knownBy = (row: LeadRow, email: string): Expression<SqlBool> =>
  row('leads.id', 'in', (lead) =>
    lead
      .selectFrom('lead_identities')
      .select('lead_identities.lead_id')
      .where('kind', '=', 'email')
      .where('value', '=', email),
  );

function holds(column: (typeof searched)[number], word: string): Expression<SqlBool> {
  const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape ${sql.lit('\\')}`;
}
