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
    each.map((word) => {
      const inPlace = searched.map((column) => holds(column, word));
      return row.or(word.includes('@') ? [...inPlace, knownBy(row, word)] : inPlace);
    }),
  );
}

/** Leads that have this address, or had it before they became one of two; as its identity key writes it. */
export const knownBy = (row: LeadRow, address: string): Expression<SqlBool> =>
  row('leads.id', 'in', (lead) =>
    lead
      .selectFrom('lead_identities')
      .select('lead_identities.lead_id')
      .where('kind', '=', 'email')
      .where('value', '=', address),
  );

function holds(column: (typeof searched)[number], word: string): Expression<SqlBool> {
  const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape ${sql.lit('\\')}`;
}
