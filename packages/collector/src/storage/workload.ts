import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';

/** Open leads of each of these people: those they own, and those that wait for them. `except` is not counted. */
export async function openLeadsOf(
  db: Db,
  people: readonly string[],
  except: LeadId | null = null,
): Promise<Map<string, number>> {
  if (people.length === 0) return new Map();
  const open = db
    .selectFrom('leads')
    .where('stage', 'not in', ['disqualified', 'lost', 'customer'])
    .where('merged_into', 'is', null)
    .where('junk', '=', 0)
    .where('id', '!=', except ?? ('' as LeadId))
    .select((row) => row.fn.countAll<number>().as('leads'));
  const owned = open.select('owner as person').where('owner', 'in', people).groupBy('owner');
  const waiting = open
    .select('assignee as person')
    .where('owner', 'is', null)
    .where('assignee', 'in', people)
    .groupBy('assignee');
  const counted = new Map<string, number>();
  for (const { person, leads } of await owned.unionAll(waiting).execute()) {
    if (person !== null) counted.set(person, (counted.get(person) ?? 0) + leads);
  }
  return counted;
}

/** Whether somebody of the account has bought. */
export async function hasCustomer(db: Db, account: string | null): Promise<boolean> {
  if (account === null) return false;
  const row = await db
    .selectFrom('leads')
    .select('id')
    .where('account', '=', account)
    .where('stage', '=', 'customer')
    .where('merged_into', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
