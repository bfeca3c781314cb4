import { describe, expect, it } from 'vitest';
import type { StoredEvent } from './event.ts';
import { readingActs } from './reading.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.parse('2026-03-02T10:00:00Z');

const event = (kind: string, at: number, body: StoredEvent['body'], visitor = 'v1'): StoredEvent => ({
  id: `${kind}${at}`,
  kind,
  visitor,
  at,
  sentAt: null,
  receivedAt: at,
  body,
});
const seen = (path: string, at = start) => event('page', at, { url: `https://acme.com${path}` });
const read = (path: string, seconds: number, at = start + MINUTE, depth = 50) =>
  event('engagement', at, { url: `https://acme.com${path}`, visibleMs: seconds * 1000, depth });
const labels = (events: StoredEvent[]) => readingActs(events).map(({ label }) => label);

describe('what a lead read', () => {
  it.each<[string, StoredEvent[], string[]]>([
    ['minutes', [seen('/pricing'), read('/pricing', 150, start, 80)], ['Read /pricing for 2 min (80 %)']],
    ['seconds', [seen('/a'), read('/a', 59)], ['Read /a for 59 s (50 %)']],
    ['ten seconds', [seen('/a'), read('/a', 10)], ['Read /a for 10 s (50 %)']],
    ['less than ten seconds', [seen('/a'), read('/a', 9.9)], []],
    ['a page that nobody was seen on', [read('/pricing', 300)], []],
    [
      'a page that another visitor was seen on',
      [event('page', start, seen('/a').body, 'v2'), read('/a', 60)],
      [],
    ],
    ['the page whatever its query', [seen('/a?x=1'), read('/a?y=2#z', 60)], ['Read /a for 1 min (50 %)']],
    [
      'several measurements',
      [
        seen('/a'),
        read('/a', 40, start, 90),
        read('/a', 50, start + HOUR, 30),
        read('/a', 35, start + 2 * HOUR),
      ],
      ['Read /a for 2 min (90 %)'],
    ],
    [
      'measurements more than a day apart',
      [seen('/a'), read('/a', 60, start), read('/a', 60, start + 25 * HOUR)],
      ['Read /a for 1 min (50 %)', 'Read /a for 1 min (50 %)'],
    ],
    [
      'two pages',
      [seen('/a'), seen('/b'), read('/a', 60), read('/b', 90)],
      ['Read /a for 1 min (50 %)', 'Read /b for 1 min (50 %)'],
    ],
    ['a page left open', [seen('/a'), read('/a', 9 * 3600)], ['Read /a for 30 min (50 %)']],
    ['what was measured by an unknown sender', [seen('/a'), event('engagement', start, {})], []],
  ])('%s', (_, events, expected) => {
    expect(labels(events)).toEqual(expected);
  });

  it('is dated by the last measurement', () => {
    const [act] = readingActs([seen('/a'), read('/a', 40, start), read('/a', 50, start + HOUR)]);
    expect(act).toMatchObject({ kind: 'reading', at: start + HOUR, visibleMs: 90_000, hints: ['/a'] });
  });
});
