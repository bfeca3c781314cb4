import { describe, expect, it } from 'vitest';
import type { Stage } from '@headwater/contract';
import { reached, stageAfter } from './stage.ts';

describe('stageAfter', () => {
  it.each<[Stage, Stage, string]>([
    ['lead', 'sql', 'changed'],
    ['sql', 'mql', 'changed'],
    ['customer', 'lost', 'changed'],
    ['lost', 'opportunity', 'changed'],
    ['disqualified', 'lead', 'changed'],
    ['lead', 'lead', 'unchanged'],
    ['lost', 'lost', 'unchanged'],
  ])('%s to %s: %s', (current, next, outcome) => {
    expect(stageAfter(current, next)).toEqual({ outcome });
  });
});

describe('reached', () => {
  it.each<[Stage[], Stage[]]>([
    [[], []],
    [['lead'], ['lead']],
    [
      ['sql', 'lead'],
      ['lead', 'mql', 'sql'],
    ],
    [
      ['customer', 'sql'],
      ['lead', 'mql', 'sql', 'opportunity', 'customer'],
    ],
    [
      ['lead', 'opportunity', 'lost'],
      ['lead', 'mql', 'sql', 'opportunity', 'lost'],
    ],
    [['disqualified'], ['disqualified']],
  ])('%j counts as %j', (stages, expected) => {
    expect(reached(stages)).toEqual(expected);
  });
});
