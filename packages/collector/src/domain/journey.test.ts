import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Source } from '@headwater/contract';
import { correctClocks, originalAndLatest, sortJourney, unknownSource } from './journey.ts';
import type { JourneyTouch } from './journey.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const created = Date.parse('2026-03-02T10:00:00Z');

describe('correctClocks', () => {
  const row = (
    id: string,
    at: number,
    sentAt: number | null,
    receivedAt: number,
    visitor: string | null = 'v',
  ) => ({
    id,
    visitor,
    at,
    sentAt,
    receivedAt,
  });
  const corrected = (...rows: ReturnType<typeof row>[]) => correctClocks(rows).map(({ at }) => at);
  const slow = 10 * MINUTE;

  it('moves every row of a visitor by the smallest offset, since delays only add to it', () => {
    const rows = [
      row('a', 0, 1000, 1000 + slow + 7 * MINUTE),
      row('b', 5000, 6000, 6000 + slow),
      row('c', 7000, null, 9_999_999),
    ];
    expect(corrected(...rows)).toEqual([slow, 5000 + slow, 7000 + slow]);
  });

  it('moves back what a clock ahead of ours has dated', () => {
    expect(corrected(row('a', 5 * DAY, 5 * DAY + 1000, 1000))).toEqual([0]);
  });

  it.each([
    [MINUTE - 1, 0],
    [MINUTE, MINUTE],
    [-MINUTE + 1, 0],
    [-MINUTE, -MINUTE],
  ])('an offset of %i ms moves a row by %i', (offset, moved) => {
    expect(corrected(row('a', DAY + 500, DAY + 1000, DAY + 1000 + offset))).toEqual([DAY + 500 + moved]);
  });

  it('leaves alone other visitors, rows without a visitor and times given by the server', () => {
    const rows = [
      row('a', 0, 0, slow),
      row('b', 0, 0, 0, 'other'),
      row('c', 0, 0, slow, null),
      row('d', 4000, null, 4000),
    ];
    expect(corrected(...rows)).toEqual([slow, 0, 0, 4000]);
  });

  it('dates nothing before 1970 and nothing after it was received, whatever a clock says', () => {
    const lastMs = Date.parse('9999-12-31T23:59:59Z');
    expect(corrected(row('a', 0, lastMs, created), row('b', lastMs, lastMs, created))).toEqual([0, created]);
    expect(corrected(row('a', lastMs, created, created))).toEqual([created]);
    expect(corrected(row('a', created + 30_000, created, created))).toEqual([created + 30_000]);
  });

  const stored = fc.record({
    id: fc.uuid(),
    visitor: fc.constantFrom('v', 'w', null),
    at: fc.nat(DAY),
    sentAt: fc.option(fc.nat(DAY)),
    receivedAt: fc.nat(DAY),
  });

  it('does not depend on the order or the repetition of rows', () => {
    const twice = fc
      .uniqueArray(stored, { selector: ({ id }) => id, maxLength: 12 })
      .chain((rows) =>
        fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 })),
      );
    fc.assert(
      fc.property(twice, ([rows, again]) => {
        const once = new Map(correctClocks(rows).map(({ id, at }) => [id, at]));
        const after = correctClocks(again);
        expect(after.map(({ id, at }) => [id, at])).toEqual(again.map(({ id }) => [id, once.get(id)]));
      }),
    );
  });
});

describe('sortJourney', () => {
  it('sorts by time, then by id, and leaves its argument alone', () => {
    const rows = [
      { id: 'b', at: 2 },
      { id: 'c', at: 1 },
      { id: 'a', at: 2 },
    ];
    expect(sortJourney(rows).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect(rows[0]?.id).toBe('b');
  });
});

describe('originalAndLatest', () => {
  const source = (name: string): Source => ({
    ...unknownSource,
    source: name,
    channel: name === 'direct' ? 'Direct' : 'Organic Search',
  });
  let count = 0;
  const touch = (name: string, afterMs: number): Pick<JourneyTouch, 'id' | 'at' | 'resolved'> => ({
    id: `t${(count += 1)}`,
    at: created + afterMs,
    resolved: source(name),
  });
  const names = (...touches: ReturnType<typeof touch>[]) => {
    const { original, latest } = originalAndLatest(touches, created);
    return [original.source, latest.source];
  };

  it.each<[string, string[], ReturnType<typeof touch>[]]>([
    [
      'first and last that are not Direct',
      ['email', 'google'],
      [touch('email', -3 * DAY), touch('google', -2 * DAY), touch('direct', -DAY)],
    ],
    [
      'whatever order they come in',
      ['email', 'google'],
      [touch('direct', -DAY), touch('google', -2 * DAY), touch('email', -3 * DAY)],
    ],
    ['Direct first', ['google', 'google'], [touch('direct', -2 * DAY), touch('google', -DAY)]],
    ['Direct alone', ['direct', 'direct'], [touch('direct', -DAY)]],
    ['latest after the lead was made', ['google', 'bing'], [touch('google', -DAY), touch('bing', DAY)]],
    ['Direct before, something after', ['direct', 'bing'], [touch('direct', -DAY), touch('bing', DAY)]],
    ['a clock a minute ahead', ['google', 'google'], [touch('direct', -DAY), touch('google', MINUTE)]],
    ['later than a minute', ['direct', 'google'], [touch('direct', -DAY), touch('google', MINUTE + 1)]],
    ['only later touches', ['google', 'bing'], [touch('google', 2 * DAY), touch('bing', 3 * DAY)]],
    ['at the edge of the lookback', ['google', 'bing'], [touch('google', -365 * DAY), touch('bing', -DAY)]],
    ['beyond the lookback', ['bing', 'bing'], [touch('google', -365 * DAY - 1), touch('bing', -DAY)]],
    ['nothing but beyond the lookback', ['google', 'google'], [touch('google', -400 * DAY)]],
  ])('%s: %j', (_, expected, touches) => {
    expect(names(...touches)).toEqual(expected);
  });

  it('knows no source without touches', () => {
    expect(originalAndLatest([], created)).toEqual({ original: unknownSource, latest: unknownSource });
  });

  it('looks back as far as it is told', () => {
    const touches = [touch('google', -2 * DAY), touch('bing', -DAY)];
    expect(originalAndLatest(touches, created, 1).original.source).toBe('bing');
  });
});
