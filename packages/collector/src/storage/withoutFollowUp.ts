import type { ExpressionBuilder } from 'kysely';
import type { Schema } from './schema.ts';

/** Leads that somebody has and nobody tried to reach, open, and not put off to a later date. */
export const withoutFollowUp = (nowMs: number) => (row: ExpressionBuilder<Schema, 'leads'>) =>
  row.and([
    row('owner', 'is not', null),
    row('junk', '=', 0),
    row('stage', 'not in', ['disqualified', 'lost', 'customer']),
    row.or([row('snoozed_until', 'is', null), row('snoozed_until', '<=', nowMs)]),
    row.not(
      row.exists(
        row.selectFrom('follow_ups').select('follow_ups.id').whereRef('follow_ups.lead_id', '=', 'leads.id'),
      ),
    ),
  ]);
