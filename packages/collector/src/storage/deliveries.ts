import { sql, type ExpressionBuilder } from 'kysely';
import type { DeliveryKind, MessageRef, Unreachable } from '@headwater/contract';
import type { DeliveryId, LeadId } from '../ids.ts';
import { lockFreeRows, lockRows, type Db } from './dialect.ts';
import { keptUntil, LANE_ROOM, lanesFor, updateKinds, withRoom } from './lanes.ts';
import type { DeliveriesTable, Schema } from './schema.ts';

/** What is stored of a delivery; the lead itself is read when the delivery is leased. */
export type DeliveryPayload = {
  /** digest: the leads it lists. */
  leadIds?: LeadId[];
  /** thread_note: the line of the history it tells. */
  historyId?: string;
  /** referral_message, deadline_reminder: whom it tells. */
  slackUser?: string;
  /** referral_message: what it says. */
  message?: unknown;
  /** slack_notice: what it tells. */
  unreachable?: Unreachable;
  /** Why it does not go where it was meant to go. */
  redirected?: Unreachable;
};

export type NewDelivery = {
  id: DeliveryId;
  kind: DeliveryKind;
  leadId: LeadId | null;
  channel: string;
  payload: DeliveryPayload;
  /** digest_update: the digest to be drawn anew. */
  digest?: DeliveryId;
};

export type OwedDelivery = NewDelivery & {
  attempt: number;
  leaseUntil: number;
  createdAt: number;
  card: MessageRef | null;
};

/** Cards of hot leads go first, then what people wait for, then digests. */
const priorities: Record<DeliveryKind, number> = {
  lead_card: 0,
  deadline_reminder: 0,
  referral_message: 1,
  card_update: 1,
  thread_note: 1,
  digest_update: 1,
  slack_notice: 1,
  digest: 2,
};

/** Adds a delivery, unless one of this id is there. */
export async function insertDelivery(db: Db, delivery: NewDelivery, nowMs: number): Promise<void> {
  await db
    .insertInto('deliveries')
    .values({
      id: delivery.id,
      kind: delivery.kind,
      priority: priorities[delivery.kind],
      lead_id: delivery.leadId,
      channel: delivery.channel,
      payload: JSON.stringify(delivery.payload),
      digest: delivery.digest ?? null,
      attempt: 0,
      due_at: nowMs,
      created_at: nowMs,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

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
    .where((row) =>
      row.or([
        row('kind', 'not in', ['thread_note', 'referral_message', 'digest_update']),
        row.not(row.exists(earlier(row))),
      ]),
    )
    .where((row) => row.or([row('kind', '<>', 'digest_update'), row.exists(standingDigest(row))]))
    .where((row) => row.or([row('kind', '<>', 'lead_card'), row('attempt', '>', 0), isFree(row, held)]))
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

/** A delivery that is still owed, locked; undefined when it is done, dead or unknown. */
export async function lockOwedDelivery(db: Db, id: DeliveryId): Promise<DeliveriesTable | undefined> {
  const query = db
    .selectFrom('deliveries')
    .selectAll()
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null);
  return lockRows(db, query).executeTakeFirst();
}

export async function deliveryExists(db: Db, id: DeliveryId): Promise<boolean> {
  const row = await db.selectFrom('deliveries').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

export async function markDone(
  db: Db,
  { id, bot }: Pick<DeliveriesTable, 'id' | 'bot'>,
  { nowMs, ref }: { nowMs: number; ref: MessageRef | undefined },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      done_at: nowMs,
      lease_until: keptUntil(bot, nowMs),
      error: null,
      ref: ref ? JSON.stringify(ref) : null,
    })
    .where('id', '=', id)
    .execute();
}

export async function markFailed(
  db: Db,
  id: DeliveryId,
  failure: { error: string; dueAt: number; deadAt: number | null },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ error: failure.error, due_at: failure.dueAt, dead_at: failure.deadAt, lease_until: null })
    .where('id', '=', id)
    .execute();
}

/** Sends what is owed to another channel or person, at once. */
export async function readdress(
  db: Db,
  id: DeliveryId,
  { channel, payload }: Pick<NewDelivery, 'channel' | 'payload'>,
  nowMs: number,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ channel, payload: JSON.stringify(payload), due_at: nowMs, lease_until: null })
    .where('id', '=', id)
    .execute();
}

/** What was to follow a card that never came to stand in Slack: nothing of it will be missed. */
export async function giveUpFollowing(db: Db, leadId: LeadId | null, nowMs: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ done_at: nowMs, error: 'its card was given up' })
    .where('lead_id', '=', leadId)
    .where('kind', 'in', ['card_update', 'thread_note'])
    .where('done_at', 'is', null)
    .execute();
}

export type DeliveryCounts = { waiting: number; oldestWaitingAt: number | null; dead: number };

/** How much is owed, since when, and how much was given up. */
export async function countDeliveries(db: Db): Promise<DeliveryCounts> {
  const waiting = await db
    .selectFrom('deliveries')
    .select((query) => [query.fn.countAll<number>().as('count'), query.fn.min('created_at').as('oldest')])
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null)
    .executeTakeFirstOrThrow();
  const dead = await db
    .selectFrom('deliveries')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('dead_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return { waiting: waiting.count, oldestWaitingAt: waiting.oldest, dead: dead.count };
}
