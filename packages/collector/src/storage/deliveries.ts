import type {
  DeliveryKind,
  LeadNews,
  MessageRef,
  Recognition,
  SlackProblem,
  Unreachable,
  WarningMessage,
  WeeklySummary,
} from '@headwater/contract';
import type { DeliveryId, LeadId } from '../ids.ts';
import { lockRows, type Db } from './dialect.ts';
import { keptUntil, updateKinds } from './lanes.ts';
import type { DeliveriesTable } from './schema.ts';

/** What is stored of a delivery; the lead itself is read when the delivery is leased. */
export type DeliveryPayload = {
  /** digest: the leads it lists. */
  leadIds?: LeadId[];
  /** thread_note: the line of the history it tells. */
  historyId?: string;
  /** referral_message, deadline_reminder, watcher_note, lead_news: whom it tells; lead_card: who claimed it. */
  slackUser?: string | null;
  /** lead_news: what it is about. */
  news?: LeadNews;
  /** card_update: a card that stands for the lead no more. */
  card?: MessageRef;
  /** referral_message, referral_announcement: what it says. */
  message?: unknown;
  /** reward_decision: which reward. */
  rewardId?: string;
  /** referral_review: which referral. */
  referralId?: string;
  /** weekly_summary: as it was made when the week was over. */
  summary?: WeeklySummary;
  /** recognition: as it was made when the month was over. */
  recognition?: Recognition;
  /** warnings: what was found at one time. */
  warnings?: WarningMessage;
  /** slack_notice: what it tells, of a place or of the app. */
  unreachable?: Unreachable;
  problem?: SlackProblem;
  /** Why it does not go where it was meant to go. */
  redirected?: Unreachable;
};

export type NewDelivery = {
  id: DeliveryId;
  kind: DeliveryKind;
  leadId: LeadId | null;
  channel: string;
  payload: DeliveryPayload;
  /** When it is due, epoch milliseconds; at once when absent. */
  dueAt?: number;
  /** digest_update: the digest to be drawn anew. */
  digest?: DeliveryId;
};

/** Cards of hot leads go first, then what people wait for, then digests. */
const priorities: Record<DeliveryKind, number> = {
  lead_card: 0,
  deadline_reminder: 0,
  lead_news: 0,
  referral_message: 1,
  watcher_note: 1,
  reward_decision: 1,
  referral_review: 1,
  referral_announcement: 1,
  card_update: 1,
  thread_note: 1,
  digest_update: 1,
  slack_notice: 1,
  digest: 2,
  morning_list: 2,
  weekly_summary: 2,
  recognition: 2,
  warnings: 2,
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
      due_at: delivery.dueAt ?? nowMs,
      // nobody waits for what is not due yet
      created_at: delivery.dueAt ?? nowMs,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
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
  { id, ...lane }: Pick<DeliveriesTable, 'id' | 'kind' | 'bot'>,
  { nowMs, ref }: { nowMs: number; ref: MessageRef | undefined },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      done_at: nowMs,
      lease_until: keptUntil(lane, nowMs),
      error: null,
      ref: ref ? JSON.stringify(ref) : null,
    })
    .where('id', '=', id)
    .execute();
}

export async function markFailed(
  db: Db,
  { id, kind }: Pick<DeliveriesTable, 'id' | 'kind'>,
  { error, dueAt, deadAt }: { error: string; dueAt: number; deadAt: number | null },
): Promise<void> {
  // Slack has counted it: no other bot makes a burst of updates meanwhile
  const leaseUntil = updateKinds.includes(kind) ? dueAt : null;
  await db
    .updateTable('deliveries')
    .set({ error, due_at: dueAt, dead_at: deadAt, lease_until: leaseUntil })
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
