import { stages, type Stage } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import { prepared } from './prepared.ts';

/** Named one by one, so that the index passes over everything that is done with, which is most of an old table. */
const closed: readonly Stage[] = ['disqualified', 'lost', 'customer'];
const openStages = stages.filter((stage) => !closed.includes(stage));

/** Open leads of each of these people: those they own, and those that wait for them. `except` is not counted. */
export async function openLeadsOf(
  db: Db,
  people: readonly string[],
  except: LeadId | null = null,
): Promise<Map<string, number>> {
  if (people.length === 0) return new Map();
  const counted = new Map<string, number>();
  for (const { person, leads } of await countOpen(db, { people, except: except ?? ('' as LeadId) })) {
    if (person !== null) counted.set(person, (counted.get(person) ?? 0) + leads);
  }
  return counted;
}

const countOpen = prepared((db, { people, except }: { people: readonly string[]; except: LeadId }) => {
  const open = db
    .selectFrom('leads')
    .where('stage', 'in', openStages)
    .where('merged_into', 'is', null)
    .where('junk', '=', 0)
    .where('id', '!=', except)
    .select((row) => row.fn.countAll<number>().as('leads'));
  const owned = open.select('owner as person').where('owner', 'in', people).groupBy('owner');
  const waiting = open
    .select('assignee as person')
    .where('owner', 'is', null)
    .where('assignee', 'in', people)
    .groupBy('assignee');
  return owned.unionAll(waiting);
});

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
