import type { Temperature } from '@headwater/contract';

/** So many cards a minute can be read in one channel; it is also what Slack lets through in 20 seconds. */
export const CARDS_A_MINUTE = 20;
export const MINUTE_MS = 60_000;
/** A Slack message holds 50 blocks. */
const DIGEST_LEADS = 45;
/** How long leads of a burst are gathered before a digest that is not full goes out, in milliseconds. */
const GATHER_MS = 5_000;

/** A card that was not given to any bot yet. `owedAt` in epoch milliseconds. */
export type WaitingCard = { temperature: Temperature; score: number; owedAt: number };

const heat: Record<Temperature, number> = { hot: 0, warm: 1, cold: 2 };

/** By temperature, then by score, then by age. */
export function hottestFirst(one: WaitingCard, other: WaitingCard): number {
  return (
    heat[one.temperature] - heat[other.temperature] || other.score - one.score || one.owedAt - other.owedAt
  );
}

/**
 * Divides the cards that wait for one channel: the hottest stay cards, as many as the minute still allows,
 * and of the others the hottest make the next digest, once it is full or its oldest lead has waited for
 * others long enough. What is in neither list is looked at again at the next lease. `used`: cards of the last
 * minute and those in the hands of bots.
 */
export function planBurst<Card extends WaitingCard>(
  waiting: readonly Card[],
  { used, nowMs, isDigestOwed }: { used: number; nowMs: number; isDigestOwed: boolean },
): { cards: Card[]; digest: Card[] } {
  const ranked = waiting.toSorted(hottestFirst);
  const left = Math.max(0, CARDS_A_MINUTE - used);
  const [cards, others] = [ranked.slice(0, left), ranked.slice(left)];
  const isReady = others.length >= DIGEST_LEADS || others.some(({ owedAt }) => nowMs - owedAt >= GATHER_MS);
  return { cards, digest: isReady && !isDigestOwed ? others.slice(0, DIGEST_LEADS) : [] };
}
