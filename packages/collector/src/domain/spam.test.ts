import { describe, expect, it } from 'vitest';
import { networks } from './data/known-sources.ts';
import { matchKey } from './naming-fold.ts';
import { spamHosts } from './data/spam-hosts.ts';
import { isSpamHost } from './spam.ts';

describe('isSpamHost', () => {
  it.each([
    ['https://100dollars-seo.com/', true],
    ['http://www.free.100dollars-seo.com/x?y', true],
    ['https://QIWI.xyz/', true],
    ['https://my100dollars-seo.com/', false],
    ['https://100dollars-seo.com.example/', false],
    ['https://www.google.com/', false],
    ['about:blank', false],
    ['', false],
    [null, false],
    [undefined, false],
  ])('%s: %s', (referrer, spam) => {
    expect(isSpamHost(referrer)).toBe(spam);
  });

  it('holds no network that we know', () => {
    const keys = new Set(networks.split('\n').flatMap((line) => line.split(' ').slice(2)));
    expect(spamHosts.split('\n').filter((host) => keys.has(matchKey(host)))).toEqual([]);
  });
});
