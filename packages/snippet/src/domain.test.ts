import { expect, it } from 'vitest';
import { widestDomain } from './domain.ts';

/** Browsers refuse cookies for these: https://publicsuffix.org */
const publicSuffixes = ['com', 'test', 'uk', 'co.uk', 'io', 'github.io', '1', '0.1', '0.0.1'];

it.each([
  ['acme.com', 'acme.com'],
  ['www.acme.com', 'acme.com'],
  ['a.b.c.acme.com', 'acme.com'],
  ['www.acme.co.uk', 'acme.co.uk'],
  ['acme.github.io', 'acme.github.io'],
  ['www.acme.github.io', 'acme.github.io'],
  ['localhost', ''],
  ['[::1]', ''],
])('the widest domain of %s is "%s"', (host, domain) => {
  expect(widestDomain(host, (candidate) => !publicSuffixes.includes(candidate))).toBe(domain);
});

it('tries the shortest domain first and none last', () => {
  const tried: string[] = [];
  const found = widestDomain('www.acme.co.uk', (candidate) => {
    tried.push(candidate);
    return false;
  });
  expect(tried).toEqual(['co.uk', 'acme.co.uk', 'www.acme.co.uk', '']);
  expect(found).toBeUndefined();
});
