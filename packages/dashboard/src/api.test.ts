import { describe, expect, it } from 'vitest';
import { failureInWords, failureOf } from './api.ts';

describe('a failure', () => {
  it.each([
    [401, 'send a valid key', 'wrong-key', 'not known here'],
    [403, 'the role viewer may not do this', 'forbidden', 'the role viewer may not do this'],
    [404, 'no lead has this id', 'missing', 'no lead has this id'],
    [429, 'slow down', 'unavailable', 'slow down'],
    [503, 'the database is away', 'unavailable', 'the database is away'],
  ])('of status %i is told in words', (status, detail, kind, words) => {
    const failure = failureOf(status, { detail });
    expect(failure.kind).toBe(kind);
    expect(failureInWords(failure)).toContain(words);
  });

  it('without any answer asks whether the collector runs', () => {
    expect(failureInWords({ kind: 'unreachable', detail: '' })).toContain('Is it running');
  });
});
