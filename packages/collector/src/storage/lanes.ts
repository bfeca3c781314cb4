import type { DeliveryKind } from '@headwater/contract';
import type { Db } from './dialect.ts';
import type { DeliveriesTable } from './schema.ts';

/** Of one channel a bot is given no more at a time, so that what comes hotter meanwhile is next. */
export const LANE_ROOM = 3;
/** Slack takes one message a second and channel. https://docs.slack.dev/apis/web-api/rate-limits */
const PACE_MS = 1_000;
/** Changes of messages that stand already: they are not posts, and of all channels together Slack takes 50 a minute. */
export const updateKinds: readonly DeliveryKind[] = ['card_update', 'digest_update'];
/** In so long Slack has forgotten the burst that a bot may make of them: twelve, as `UPDATES` in the bot says. */
const UPDATES_KEPT_MS = 16_000;
/** Holds a channel that Slack wants left alone. No process has this name. */
export const NOBODY = '';

/**
 * `closed`: channels another process is working on; `areUpdatesClosed`: another one changes messages. `inHand`: how
 * many posts of each channel the asking one has.
 */
export type Lanes = { closed: string[]; areUpdatesClosed: boolean; inHand: Map<string, number> };

/**
 * What a bot may have of each channel, and whether it may have updates. A channel belongs to the process that has a
 * lease on one of its posts, and for the pace after the last: two would post twice as fast as Slack takes it. All
 * updates belong to one process in the same way, but for the few decisions, which change their cards as posts.
 * Whoever gives no name is refused nothing.
 */
export async function lanesFor(db: Db, bot: string | undefined, nowMs: number): Promise<Lanes> {
  const lanes: Lanes = { closed: [], areUpdatesClosed: false, inHand: new Map() };
  if (bot === undefined) return lanes;
  const leased = await db
    .selectFrom('deliveries')
    .select(['channel', 'kind', 'bot', 'done_at'])
    .where('bot', 'is not', null)
    .where('lease_until', '>', nowMs)
    .execute();
  for (const { channel, kind, bot: holder, done_at } of leased) {
    if (updateKinds.includes(kind)) lanes.areUpdatesClosed ||= holder !== bot;
    else if (holder !== bot) lanes.closed.push(channel);
    else if (done_at === null) lanes.inHand.set(channel, (lanes.inHand.get(channel) ?? 0) + 1);
  }
  return lanes;
}

/** Until when a channel, or all updates, stay with the bot that did this at `nowMs`; null where it gave no name. */
export function keptUntil(
  { kind, bot }: Pick<DeliveriesTable, 'kind' | 'bot'>,
  nowMs: number,
): number | null {
  if (bot === null) return null;
  return nowMs + (updateKinds.includes(kind) ? UPDATES_KEPT_MS : PACE_MS);
}

/** The rows that a bot has room for, in their order. */
export function withRoom<Row extends Pick<DeliveriesTable, 'kind' | 'channel'>>(
  rows: readonly Row[],
  { inHand }: Lanes,
): Row[] {
  const taken = new Map(inHand);
  return rows.filter(({ kind, channel }) => {
    if (updateKinds.includes(kind)) return true;
    const count = (taken.get(channel) ?? 0) + 1;
    taken.set(channel, count);
    return count <= LANE_ROOM;
  });
}

/** Gives back what was leased and not tried. The channel is left alone until it is due, where `isClosed`. */
export async function giveBack(
  db: Db,
  { id, attempt, first_attempt_at }: DeliveriesTable,
  { error, dueAt, isClosed }: { error: string; dueAt: number; isClosed: boolean },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      error,
      due_at: dueAt,
      attempt: attempt - 1,
      first_attempt_at: attempt > 1 ? first_attempt_at : null,
      ...(isClosed ? { bot: NOBODY, lease_until: dueAt } : { lease_until: null }),
    })
    .where('id', '=', id)
    .execute();
}
