import { CARDS_A_MINUTE, MINUTE_MS, planBurst } from '../domain/burst.ts';
import type { DeliveryId } from '../ids.ts';
import {
  crowdedChannels,
  isDigestOwed,
  lockFreeLeads,
  settleCards,
  waitingCards,
  type CrowdedChannel,
} from '../storage/bursts.ts';
import type { InTransaction } from './deps.ts';
import { announceInDigest, oweDigest } from './oweDigest.ts';

/** In these channels only these of the cards that no bot was given yet may go out as cards. */
export type HeldBack = { channels: string[]; cards: DeliveryId[] };

/**
 * More hot leads than a channel can show as cards: the hottest stay cards, the others are told in digests, one
 * after the other. It is decided anew at every lease, by whoever holds the lock on leases, so that the hottest
 * of each moment go first. Only cards that were never given to a bot can be told in a digest: any other may
 * stand in Slack already. A card and the digest in its place change in one transaction: when the process dies
 * before its commit the lead is still owed a card, after it the digest is owed.
 */
export async function foldBursts(tx: InTransaction): Promise<HeldBack> {
  const held: HeldBack = { channels: [], cards: [] };
  const limit = { cards: CARDS_A_MINUTE, sinceMs: tx.nowMs - MINUTE_MS, nowMs: tx.nowMs };
  for (const crowded of await crowdedChannels(tx.trx, limit)) {
    held.channels.push(crowded.channel);
    held.cards.push(...(await foldChannel(tx, crowded)));
  }
  return held;
}

async function foldChannel(tx: InTransaction, { channel, used }: CrowdedChannel): Promise<DeliveryId[]> {
  const waiting = await waitingCards(tx.trx, channel);
  const owed = await isDigestOwed(tx.trx, channel);
  const { cards, digest } = planBurst(waiting, { used, nowMs: tx.nowMs, isDigestOwed: owed });
  if (digest.length > 0) await tellInDigest(tx, channel, digest);
  return cards.map(({ id }) => id);
}

/** A lead that somebody is changing at this moment comes with the next digest: a lease waits for nobody. */
async function tellInDigest(
  tx: InTransaction,
  channel: string,
  planned: Awaited<ReturnType<typeof waitingCards>>,
): Promise<void> {
  const free = await lockFreeLeads(
    tx.trx,
    planned.map(({ leadId }) => leadId),
  );
  const told = planned.filter(({ leadId }) => free.has(leadId));
  if (told.length === 0) return;
  await settleCards(tx.trx, told, tx.nowMs);
  const digest = await oweDigest(
    tx,
    channel,
    told.map(({ leadId }) => ({ id: leadId })),
  );
  for (const { leadId } of told) await announceInDigest(tx.trx, { id: leadId, digest, announced: 'burst' });
}
