import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoutingCondition, RoutingSettings } from '@headwater/contract';
import { nextInPool, routeLead } from './routing.ts';
import type { RoutingFacts } from './routing.ts';

const facts: RoutingFacts = {
  family: 'paid',
  channel: 'Paid Search',
  source: 'google',
  temperature: 'hot',
  score: 60,
  country: 'DE',
  accountOwner: null,
};
const never = () => {
  throw new Error('no turn should be taken');
};
const members = (...names: string[]) => names.map((slackUser) => ({ slackUser }));
const settings = (
  rules: RoutingSettings['rules'],
  pool: string[] = ['UANNA', 'UBEN', 'UCEM'],
): RoutingSettings => ({
  rules,
  pools: [{ name: 'sales', strategy: 'round_robin', members: members(...pool) }],
  fallback: { channel: '#fallback' },
});

describe('conditions', () => {
  it.each<[RoutingCondition, boolean, string]>([
    [{}, true, 'it takes every lead'],
    [{ family: 'paid' }, true, 'family is paid'],
    [{ family: ['event', 'inbound'] }, false, 'family is paid, not event or inbound'],
    [{ channel: 'paid search' }, true, 'channel is Paid Search'],
    [{ source: ['Bing', 'Google'] }, true, 'source is google'],
    [{ temperature: ['warm', 'cold'] }, false, 'temperature is hot, not warm or cold'],
    [{ minScore: 60 }, true, 'score is 60, at least 60'],
    [{ minScore: 61 }, false, 'score is 60, under 61'],
    [{ country: 'de' }, true, 'country is DE'],
    [{ owner: 'any' }, false, 'the account has no owner'],
    [{ owner: 'UANNA' }, false, 'account owner is unknown, not UANNA'],
    [{ family: 'paid', country: 'DE' }, true, 'family is paid and country is DE'],
    [
      { family: 'paid', country: 'FR', minScore: 70 },
      false,
      'country is DE, not FR and score is 60, under 70',
    ],
  ])('%j: %s, because %s', (when, matched, because) => {
    const { tried } = routeLead(facts, settings([{ name: 'rule', when, then: { channel: '#a' } }]), never);
    expect(tried[0]).toEqual({ rule: 'rule', matched, because });
  });

  it('does not match what is unknown', () => {
    const rule = { name: 'rule', when: { source: 'google' }, then: { channel: '#a' } };
    const route = routeLead({ ...facts, source: null }, settings([rule]), never);
    expect(route.tried[0]?.because).toBe('source is unknown, not google');
    expect(route.rule).toBe('fallback');
  });
});

describe('routeLead', () => {
  it('records every rule tried up to the winner, and none after it', () => {
    const route = routeLead(
      facts,
      settings([
        { name: 'referrals', when: { family: 'partnership' }, then: { channel: '#r' } },
        { name: 'hot', when: { temperature: 'hot' }, then: { channel: '#hot', deadlineMinutes: 5 } },
        { name: 'rest', when: {}, then: { channel: '#rest' } },
      ]),
      never,
    );
    expect(route).toEqual({
      rule: 'hot',
      because: 'temperature is hot',
      channel: '#hot',
      pool: null,
      owner: null,
      deadlineMinutes: 5,
      tried: [
        { rule: 'referrals', matched: false, because: 'family is paid, not partnership' },
        { rule: 'hot', matched: true, because: 'temperature is hot' },
      ],
    });
  });

  it('falls back to a channel and nobody', () => {
    expect(routeLead(facts, settings([]), never)).toEqual({
      rule: 'fallback',
      because: 'no rule matched',
      channel: '#fallback',
      pool: null,
      owner: null,
      deadlineMinutes: null,
      tried: [{ rule: 'fallback', matched: true, because: 'no rule matched' }],
    });
  });

  const toOwner = settings([{ name: 'account', when: {}, then: { owner: 'account', channel: '#a' } }]);

  it('gives a lead of an owned account to its owner', () => {
    const route = routeLead({ ...facts, accountOwner: 'UDANA' }, toOwner, never);
    expect(route).toMatchObject({ rule: 'account', owner: 'UDANA', because: 'the account belongs to UDANA' });
  });

  it('passes over a rule for the account owner when there is none', () => {
    const route = routeLead(facts, toOwner, never);
    expect(route.tried[0]).toEqual({ rule: 'account', matched: false, because: 'the account has no owner' });
    expect(route.rule).toBe('fallback');
  });

  it('names a person before the pool, and keeps the pool for later', () => {
    const then = { owner: 'UDANA', pool: 'sales', channel: '#a' };
    expect(routeLead(facts, settings([{ name: 'r', when: {}, then }]), never)).toMatchObject({
      owner: 'UDANA',
      pool: 'sales',
    });
  });

  const toPool = settings([{ name: 'r', when: {}, then: { pool: 'sales', channel: '#a' } }]);

  it('asks for a turn once, with the size of the pool, and says whose turn it was', () => {
    const asked: unknown[] = [];
    const route = routeLead(facts, toPool, (...given) => {
      asked.push(given);
      return 4;
    });
    expect(asked).toEqual([['sales', 3]]);
    expect(route).toMatchObject({ owner: 'UBEN', because: 'it takes every lead; next in turn of sales' });
  });

  it('takes no turn for a rule that did not win', () => {
    const rules = [{ name: 'r', when: { country: 'FR' }, then: { pool: 'sales', channel: '#a' } }];
    expect(routeLead(facts, settings(rules), never).rule).toBe('fallback');
  });

  it('is fair: after any number of leads nobody is more than one ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(60), fc.nat(1000), (size, leads, start) => {
        const names = Array.from({ length: size }, (_, n) => `U${n}00`);
        const pooled = { ...toPool, pools: settings([], names).pools };
        const owners = Array.from(
          { length: leads },
          (_, n) => routeLead(facts, pooled, () => start + n).owner,
        );
        const counts = names.map((name) => owners.filter((owner) => owner === name).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('nextInPool', () => {
  it('never names the present owner while there are others, and is fair among these', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(1000), (size, turn) => {
        const names = Array.from({ length: size }, (_, n) => `U${n}00`);
        const round = names
          .slice(1)
          .map((_, n) => nextInPool(settings([], names), 'sales', 'U000', turn + n));
        expect(new Set(round)).toEqual(new Set(names.slice(1)));
      }),
    );
  });

  it.each([
    ['the only member again', ['UANNA'], 'sales', 'UANNA'],
    ['nobody when the pool is gone', ['UANNA'], 'gone', null],
  ])('names %s', (_, names, pool, expected) => {
    expect(nextInPool(settings([], names), pool, 'UANNA', 7)).toBe(expected);
  });
});
