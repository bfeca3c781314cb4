import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Arrival, keptOf, NOW, THIS, touchOf } from './arrivals/arrival.ts';
import { arrivals } from './arrivals/arrivals.ts';
import { widestDomain } from './domain.ts';
import { readAddress } from './parameters.ts';
import { readKept } from './store.ts';
import { decideTouch, type History, remember } from './touch.ts';

/** Browsers refuse cookies for these: https://publicsuffix.org */
const publicSuffixes = ['test', 'uk', 'co.uk', 'io', 'github.io'];

const forget = (): void => {
  localStorage.clear();
  for (const name of ['hw', 'hw_s'])
    document.cookie = `${name}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/`;
};
beforeEach(forget);
afterEach(forget);

/** Puts into this browser what the row says it keeps, and decides as the script does. */
function arrive({ known, to, from, tag }: Arrival) {
  const { cookies, storage } = keptOf(known);
  for (const [name, value] of cookies) document.cookie = `${name}=${value}; path=/`;
  if (storage) localStorage['hw'] = storage;
  const { hostname } = new URL(to);
  const own = widestDomain(hostname, (domain) => !publicSuffixes.includes(domain)) || hostname;
  const kept = readKept();
  const excluded = [own, tag.domains, tag.ignoreReferrers].join();
  const [because, touch] = decideTouch(readAddress(to, tag.hash === 'on'), from, NOW, kept, excluded);
  const after = touch ? remember(kept, { ...touch, id: THIS, at: NOW }) : kept;
  return { because, touch: touch && { ...touch, referrer: touch.referrer ?? null }, first: after.first?.id };
}

describe('the table of arrivals', () => {
  it('has at least 150 rows, each of its own', () => {
    expect(new Set(arrivals.map(({ is }) => is)).size).toBe(arrivals.length);
    expect(arrivals.length).toBeGreaterThanOrEqual(150);
  });

  it.each(arrivals)('$is: $because', (row) => {
    const touch = row.because === 'active' ? undefined : { kind: 'touch', ...row.touch };
    const first = row.first === undefined ? {} : { first: row.first };
    expect(arrive(row)).toMatchObject({ because: row.because, touch, ...first });
  });
});

it('keeps the newest 20 touches, oldest first, and the very first', () => {
  let history: History = { touches: [] };
  for (let number = 1; number <= 25; number++) {
    history = remember(history, { ...touchOf('utm_source=news'), id: `${number}` });
  }
  expect(history.touches.map(({ id }) => Number(id))).toEqual(Array.from({ length: 20 }, (_, at) => at + 6));
  expect(history.first?.id).toBe('1');
});
