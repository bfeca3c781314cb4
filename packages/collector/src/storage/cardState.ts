import type { BuyingRole, Stage } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import { isAmong, type Db } from './dialect.ts';

/** What cards show of a lead beside its own columns; `shown` is a digest. */
export type CardState = { shown: string | null; lastAct: string | null; lastActAt: number | null };

const columns = ['shown', 'last_act as lastAct', 'last_act_at as lastActAt'] as const;

export async function cardStateOf(db: Db, id: LeadId): Promise<CardState> {
  return db.selectFrom('leads').select(columns).where('id', '=', id).executeTakeFirstOrThrow();
}

export async function cardStatesOf(db: Db, ids: readonly LeadId[]): Promise<Map<LeadId, CardState>> {
  const query = db.selectFrom('leads').select('id').select(columns);
  const rows = await query.where(isAmong(db, 'id', ids)).execute();
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}

export async function saveCardState(
  db: Db,
  id: LeadId,
  { shown, lastAct, lastActAt }: CardState,
): Promise<void> {
  await db
    .updateTable('leads')
    .set({ shown, last_act: lastAct, last_act_at: lastActAt })
    .where('id', '=', id)
    .execute();
}

export type StoredColleague = {
  id: LeadId;
  name: string | null;
  email: string | null;
  role: BuyingRole;
  stage: Stage;
  lastAct: string | null;
  lastActAt: number | null;
};

/** The people of an account but one, the latest active first, and how many there are. Junk is nobody. */
export async function colleaguesOf(
  db: Db,
  { account, except, most }: { account: string; except: LeadId; most: number },
): Promise<{ people: StoredColleague[]; count: number }> {
  const others = db
    .selectFrom('leads')
    .where('account', '=', account)
    .where('id', '!=', except)
    .where('merged_into', 'is', null)
    .where('junk', '=', 0);
  const people = await others
    .select(['id', 'name', 'email', 'role', 'stage', 'last_act as lastAct', 'last_act_at as lastActAt'])
    .orderBy((row) => row.fn.coalesce('last_act_at', 'created_at'), 'desc')
    .orderBy('id')
    .limit(most)
    .execute();
  if (people.length < most) return { people, count: people.length };
  const { count } = await others
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { people, count };
}

/** More cards than this of one account are not all kept current for what a colleague does. */
const MOST_CARDS = 20;

/** The leads of these accounts whose cards stand in Slack, but one; the newest first. */
export async function leadsWithCard(db: Db, accounts: readonly string[], except: LeadId): Promise<LeadId[]> {
  if (accounts.length === 0) return [];
  const rows = await db
    .selectFrom('leads')
    .select('id')
    .where('account', 'in', accounts)
    .where('id', '!=', except)
    .where('merged_into', 'is', null)
    .where((row) => row.or([row('card', 'is not', null), row('announced', '=', 'card')]))
    .where('stage', 'not in', ['disqualified', 'lost'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_CARDS)
    .execute();
  return rows.map(({ id }) => id);
}
