import { describe, expect, it } from 'vitest';
import { planBurst, type WaitingCard } from './burst.ts';

type Card = WaitingCard & { name: number };
const now = 1_000_000;

const waiting = (count: number, changes: (name: number) => Partial<Card> = () => ({})): Card[] =>
  Array.from({ length: count }, (_, name) => ({
    name,
    temperature: 'hot' as const,
    score: 50,
    owedAt: now - 10_000 + name,
    ...changes(name),
  }));
const plan = (cards: Card[], more: { used?: number; isDigestOwed?: boolean } = {}) => {
  const { cards: kept, digest } = planBurst(cards, { used: 0, nowMs: now, isDigestOwed: false, ...more });
  return { cards: kept.map(({ name }) => name), digest: digest.map(({ name }) => name) };
};
const names = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe('the cards that wait for one channel', () => {
  it('stay cards up to twenty', () => {
    expect(plan(waiting(20))).toEqual({ cards: names(0, 20), digest: [] });
  });

  it('beyond twenty make a digest of at most 45', () => {
    expect(plan(waiting(100))).toEqual({ cards: names(0, 20), digest: names(20, 65) });
  });

  it('are all told in digests when the minute had its cards', () => {
    expect(plan(waiting(3), { used: 20 })).toEqual({ cards: [], digest: names(0, 3) });
    expect(plan(waiting(3), { used: 19 })).toEqual({ cards: [0], digest: [1, 2] });
  });

  it('are ranked by temperature, then score, then age', () => {
    const cards = waiting(
      6,
      (name) =>
        [
          { temperature: 'warm' as const, score: 99 },
          { score: 10 },
          { score: 60, owedAt: now - 7000 },
          { score: 60, owedAt: now - 8000 },
          { score: 70, owedAt: now - 6000 },
          { temperature: 'cold' as const },
        ][name]!,
    );
    expect(plan(cards, { used: 17 })).toEqual({ cards: [4, 3, 2], digest: [1, 0, 5] });
  });

  it('wait a few seconds for others, unless they fill a digest', () => {
    const young = (count: number) => waiting(count, () => ({ owedAt: now - 4_999 }));
    expect(plan(young(64), { used: 20 }).digest).toHaveLength(45);
    expect(plan(young(44), { used: 20 }).digest).toEqual([]);
    expect(plan([...young(43), ...waiting(1)], { used: 20 }).digest).toHaveLength(44);
  });

  it('wait while a digest is still to be posted, so that the next holds the hottest of that moment', () => {
    expect(plan(waiting(100), { isDigestOwed: true }).digest).toEqual([]);
  });
});
