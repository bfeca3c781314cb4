import { sql, type ExpressionBuilder } from 'kysely';
import type { MessageRef } from '@headwater/contract';
import type { DeliveryId } from '../ids.ts';
import type { DeliveryPayload, NewDelivery } from './deliveries.ts';
import { lockFreeRows, type Db } from './dialect.ts';
import { LANE_ROOM, lanesFor, updateKinds, withRoom } from './lanes.ts';
import type { DeliveriesTable, Schema } from './schema.ts';

export type OwedDelivery = NewDelivery & {
  attempt: number;
  leaseUntil: number;
  createdAt: number;
  card: MessageRef | null;
};

export type LeaseTerms = {
  max: number;
  /** The process that asks, where it gives a name. */
  bot?: string | undefined;
  nowMs: number;
  leaseMs: number;
  /** In these channels only these of the cards that were never leased may be. */
  held: { channels: readonly string[]; cards: readonly DeliveryId[] };
};

/**
 * Leases up to `max` deliveries that are due, of the cards the hottest first. What belongs to a card or a
 * digest waits until that stands in Slack. Two callers never get the same delivery while the lease lasts.
 */
export async function leaseDeliveries(db: Db, terms: LeaseTerms): Promise<OwedDelivery[]> {
  const { nowMs, leaseMs, bot } = terms;
  const ids = await dueDeliveries(db, terms);
  if (ids.length === 0) return [];
  const chosen = db.selectFrom('deliveries').selectAll().where('id', 'in', ids).where('done_at', 'is', null);
  const free = await lockFreeRows(db, chosen).execute();
  const rows = free.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
  const leaseUntil = nowMs + leaseMs;
  for (const row of rows) {
    await db
      .updateTable('deliveries')
      .set({
        attempt: row.attempt + 1,
        lease_until: leaseUntil,
        first_attempt_at: row.first_attempt_at ?? nowMs,
        bot: bot ?? null,
      })
      .where('id', '=', row.id)
      .execute();
  }
  const cards = await cardsOf(db, rows);
  return rows.map((row) => toOwed(row, leaseUntil, cards));
}

/** Ids of what may be leased now, in the order in which it goes out. */
async function dueDeliveries(db: Db, { max, nowMs, held, bot }: LeaseTerms): Promise<DeliveryId[]> {
  const lanes = await lanesFor(db, bot, nowMs);
  const owed = db
    .selectFrom('deliveries')
    .select(['id', 'kind', 'channel', 'priority', heat.as('heat'), placeInLane.as('place')])
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null)
    .where('due_at', '<=', nowMs)
    .where((row) => row.or([row('lease_until', 'is', null), row('lease_until', '<=', nowMs)]))
    .where((row) =>
      row.or([row('kind', 'not in', ['card_update', 'thread_note']), row.exists(standingCard(row))]),
    )
    .where((row) => row.or([row('kind', 'not in', [...inOrder]), row.not(row.exists(earlier(row)))]))
    .where((row) => row.or([row('kind', '<>', 'digest_update'), row.exists(standingDigest(row))]))
    .where((row) => row.or([row('kind', '<>', 'lead_card'), row('attempt', '>', 0), isFree(row, held)]))
    .$if(lanes.areUpdatesClosed, (query) => query.where('kind', 'not in', updateKinds))
    .$if(lanes.closed.length > 0, (query) =>
      query.where((row) => row.or([row('kind', 'in', updateKinds), row('channel', 'not in', lanes.closed)])),
    );
  const rows = await db
    .selectFrom(owed.as('owed'))
    .select(['id', 'kind', 'channel'])
    .$if(bot !== undefined, (query) => query.where('place', '<=', LANE_ROOM))
    .orderBy('priority')
    .orderBy('heat')
    .orderBy('id')
    .limit(max + LANE_ROOM * lanes.inHand.size)
    .execute();
  const due = bot === undefined ? rows : withRoom(rows, lanes);
  return due.slice(0, max).map(({ id }) => id);
}

type OwedRow = ExpressionBuilder<Schema, 'deliveries'>;

const standingCard = (row: OwedRow) =>
  row
    .selectFrom('leads')
    .select('leads.id')
    .whereRef('leads.id', '=', 'deliveries.lead_id')
    .where('leads.card', 'is not', null);

/** Of these the next waits for the one before: notes stand in their order, and no update undoes a later one. */
const inOrder = [
  'thread_note',
  'referral_message',
  'reward_decision',
  'referral_review',
  'card_update',
  'digest_update',
] as const;

/** What is told of one lead to one place, and how a digest looks, is told in its order, also by two bots. */
const earlier = (row: OwedRow) =>
  row
    .selectFrom('deliveries as earlier')
    .select('earlier.id')
    .whereRef('earlier.kind', '=', 'deliveries.kind')
    .where((both) =>
      both.or([
        both.and([
          both('earlier.lead_id', '=', both.ref('deliveries.lead_id')),
          both('earlier.channel', '=', both.ref('deliveries.channel')),
        ]),
        both('earlier.digest', '=', both.ref('deliveries.digest')),
      ]),
    )
    .whereRef('earlier.id', '<', 'deliveries.id')
    .where('earlier.done_at', 'is', null)
    .where('earlier.dead_at', 'is', null);

const standingDigest = (row: OwedRow) =>
  row
    .selectFrom('deliveries as standing')
    .select('standing.id')
    .whereRef('standing.id', '=', 'deliveries.digest')
    .where('standing.ref', 'is not', null);

function isFree(row: OwedRow, { channels, cards }: LeaseTerms['held']) {
  if (channels.length === 0) return sql<boolean>`true`;
  const isUncrowded = row('channel', 'not in', channels);
  return cards.length === 0 ? isUncrowded : row.or([isUncrowded, row('id', 'in', cards)]);
}

/** Of the cards: by temperature, then by score. Lower goes first. */
const heat = sql<number>`case when kind = 'lead_card' then (
  select case temperature when 'hot' then 0 when 'warm' then 1000000 else 2000000 end - score
  from leads where leads.id = deliveries.lead_id
) else 0 end`;

/** Of what is posted to one channel. */
const placeInLane = sql<number>`row_number() over (
  partition by case when kind in (${sql.join(updateKinds)}) then id else channel end
  order by priority, ${heat}, id
)`;

async function cardsOf(db: Db, rows: readonly DeliveriesTable[]): Promise<Map<string, MessageRef>> {
  const ids = rows.flatMap((row) => (row.lead_id === null ? [] : [row.lead_id]));
  if (ids.length === 0) return new Map();
  const leads = await db
    .selectFrom('leads')
    .select(['id', 'card'])
    .where('id', 'in', ids)
    .where('card', 'is not', null)
    .execute();
  return new Map(leads.map((lead) => [lead.id, JSON.parse(lead.card ?? 'null') as MessageRef]));
}

function toOwed(row: DeliveriesTable, leaseUntil: number, cards: Map<string, MessageRef>): OwedDelivery {
  return {
    id: row.id,
    kind: row.kind,
    leadId: row.lead_id,
    channel: row.channel,
    payload: JSON.parse(row.payload) as DeliveryPayload,
    attempt: row.attempt + 1,
    leaseUntil,
    createdAt: row.created_at,
    ...(row.digest === null ? {} : { digest: row.digest }),
    card: cards.get(row.lead_id ?? '') ?? null,
  };
}
