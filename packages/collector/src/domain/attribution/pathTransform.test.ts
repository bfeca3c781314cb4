import { expect, it } from 'vitest';
import { transformPath } from './index.ts';

const path = ['Email', 'Email', 'Direct', 'Email', 'Direct', 'Direct'];

it.each([
  ['none', path],
  ['exposure', ['Email', 'Direct', 'Email', 'Direct']],
  ['unique', ['Email', 'Direct']],
  ['first', ['Email', 'Direct']],
] as const)('%s makes of a path what it says', (transform, expected) => {
  expect(transformPath(path, transform)).toEqual(expected);
});

it('unique keeps the last of each channel, first the first', () => {
  expect(transformPath(['Email', 'Direct', 'Email'], 'unique')).toEqual(['Direct', 'Email']);
  expect(transformPath(['Email', 'Direct', 'Email'], 'first')).toEqual(['Email', 'Direct']);
});
