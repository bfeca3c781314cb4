import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import type { StoredLead } from './leads.ts';

/** True while the lead's card or digest, owed since `sinceMs` or later, is not in Slack and a bot is there to post it. */
export async function isAnnouncementOwed(
  db: Db,
  { id, digest }: Pick<StoredLead, 'id' | 'digest'>,
  sinceMs: number,
): Promise<boolean> {
  const owed = await db
    .selectFrom('deliveries')
    .select('id')
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null)
    .where('created_at', '>=', sinceMs)
    .where((row) => {
      const card = row.and([row('kind', '=', 'lead_card'), row('lead_id', '=', id)]);
      return digest === null ? card : row.or([card, row('id', '=', digest)]);
    })
    .limit(1)
    .executeTakeFirst();
  return owed !== undefined && (await wasBotHere(db));
}

async function wasBotHere(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .select('id')
    .where('bot', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** When the lead's card was to be posted, epoch milliseconds; null when it never was. */
export async function cardOwedAt(db: Db, id: LeadId): Promise<number | null> {
  const { at } = await db
    .selectFrom('deliveries')
    .select((row) => row.fn.max('created_at').as('at'))
    .where('lead_id', '=', id)
    .where('kind', '=', 'lead_card')
    // who has claimed a lead does not wait for it
    .where('payload', 'not like', '%"slackUser"%')
    .executeTakeFirstOrThrow();
  return at;
}
