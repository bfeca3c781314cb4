import { describe, expect, it } from 'vitest';
import { Backoff, pause } from './pause.ts';

describe('a backoff', () => {
  it('doubles up to its longest, and begins anew', () => {
    const backoff = new Backoff({ firstMs: 200, longestMs: 1000 });
    expect([backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([
      200, 400, 800, 1000, 1000,
    ]);
    backoff.reset();
    expect(backoff.next()).toBe(200);
  });
});

describe('a pause', () => {
  it('ends when it is aborted', async () => {
    const stopping = new AbortController();
    const paused = pause(60_000, stopping.signal);
    stopping.abort();
    await expect(paused).resolves.toBeUndefined();
  });
});
