import { touchEvent } from '@headwater/contract';
import { describe, expect, it } from 'vitest';
import { readAddress } from './parameters.ts';

// What is read of which address is in the table of arrivals: ./arrivals, ./touch.test.ts.

const SITE = 'https://www.site.test/';
const recorded = (address: string) => ({
  id: '01234567-89ab-7cde-8f01-23456789abcd',
  at: 0,
  kind: 'touch',
  ...readAddress(address),
});

describe('what is read of an address', () => {
  it.each([
    ['a value of 5,000 characters', `?utm_source=${'x'.repeat(5000)}`],
    [
      'many parameters',
      `?${Array.from({ length: 300 }, (_, number) => `utm_x${number}=${number}`).join('&')}`,
    ],
    ['a name of 100 characters', `?utm_${'x'.repeat(100)}=1&utm_source=a`],
    ['a null character', '?utm_source=a%00b'],
    ['half a character', '?utm_source=%F0%9F'],
  ])('is a touch that the contract takes, with %s', (_, query) => {
    expect(touchEvent.safeParse(recorded(SITE + query)).error).toBeUndefined();
  });

  it('does not depend on the order in which other parameters stand', () => {
    const names = ['utm_source', 'utm_medium', 'gclid', 'x'];
    const query = (of: string[]) => `?${of.map((name) => `${name}=${name}`).join('&')}`;
    const { params } = readAddress(SITE + query(names));
    expect(readAddress(SITE + query([...names].reverse())).params).toEqual(params);
  });
});

it('throws at what is no address', () => {
  expect(() => readAddress('/relative')).toThrow('Invalid URL');
});
