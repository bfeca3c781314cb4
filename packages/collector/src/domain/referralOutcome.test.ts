import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referralStates, revenueKinds, stages, type ReferralState } from '@headwater/contract';
import type { RevenueEntry, StageChange } from './course.ts';
import { earnedBetween, isEnding, referralOutcome } from './referralOutcome.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const entry = (kind: RevenueEntry['kind'], amount: number, currency = 'EUR'): RevenueEntry => ({
  id: `${kind}-${amount}`,
  at: 9,
  kind,
  amount: { amount, currency },
  margin: null,
});

/** Stages in the order of time, told by somebody. */
const through = (...told: (StageChange['stage'] | Partial<StageChange>)[]): StageChange[] =>
  told.map((each, at) => ({
    id: `e${at}`,
    stage: 'lead',
    at,
    actor: 'ULISA',
    ...(typeof each === 'string' ? { stage: each } : each),
  }));
const of = (changes: StageChange[], entries: RevenueEntry[] = [], isClaimed = false) =>
  referralOutcome({ isClaimed, changes, entries });
const rewards = (changes: StageChange[]) =>
  of(changes).earned.map(({ kind, takenBack }) => [kind, takenBack]);

describe('the state of a referral', () => {
  it.each<[StageChange['stage'][], boolean, ReferralState]>([
    [[], false, 'submitted'],
    [[], true, 'accepted'],
    [['mql'], false, 'submitted'],
    [['sql'], false, 'qualified'],
    [['opportunity'], true, 'qualified'],
    [['sql', 'lead'], true, 'qualified'],
    [['customer'], false, 'won'],
    [['customer', 'lost'], false, 'won'],
    [['disqualified'], true, 'rejected'],
    [['lost'], false, 'rejected'],
    [['sql', 'disqualified'], false, 'lost'],
    [['sql', 'lost'], false, 'lost'],
    [['disqualified', 'sql'], false, 'qualified'],
    [['sql', 'lost', 'customer'], false, 'won'],
  ])('of a lead that was %j, claimed %j, is %s', (way, isClaimed, state) => {
    expect(of(through(...way), [], isClaimed).state).toBe(state);
  });

  it('has the reason of the change that brought it there', () => {
    const way = through({ stage: 'sql', reason: 'good call' }, { stage: 'lost', reason: 'No budget' });
    expect(of(way).reason).toBe('No budget');
    expect(of(way.slice(0, 1)).reason).toBe('good call');
  });

  it('does not follow what Headwater found out by itself', () => {
    expect(of(through({ stage: 'sql', actor: null })).state).toBe('submitted');
  });
});

describe('what a referral earned', () => {
  it('is taken back when the lead falls out afterwards, for the reason that was given', () => {
    expect(rewards(through('sql', 'lost'))).toEqual([['qualified', 'The deal was lost']]);
    expect(rewards(through('sql', { stage: 'disqualified', reason: 'A competitor' }))).toEqual([
      ['qualified', 'A competitor'],
    ]);
    expect(rewards(through('customer', 'lost'))).toEqual([
      ['qualified', 'The customer cancelled'],
      ['won', 'The customer cancelled'],
    ]);
  });

  it('is due where the lead fell out before and came back', () => {
    expect(rewards(through('disqualified', 'sql', 'customer'))).toEqual([
      ['qualified', null],
      ['won', null],
    ]);
    expect(rewards(through('sql', 'lost', 'customer'))).toEqual([
      ['qualified', 'The deal was lost'],
      ['won', null],
    ]);
  });

  it('goes by the deal, or what was said of it before', () => {
    const value = (...told: Partial<StageChange>[]) => of(through(...told)).earned[1]?.dealValue;
    expect(value({ stage: 'customer', revenue: eur(5), value: eur(4) })).toEqual(eur(5));
    expect(value({ stage: 'opportunity', value: eur(3) }, { stage: 'customer' })).toEqual(eur(3));
    expect(value({ stage: 'customer' })).toBeNull();
    expect(of(through('customer'), [entry('new', 7)]).earned[1]?.dealValue).toEqual(eur(7));
  });

  it('knows how much of the deal was given back, in its own currency', () => {
    const won = through({ stage: 'customer', revenue: eur(1_000) });
    const refunded = (...entries: RevenueEntry[]) => of(won, entries).earned[1]?.refunded;
    expect(refunded(entry('refund', -250))).toEqual({ back: 250, of: 1_000 });
    expect(refunded(entry('refund', -250), entry('cancellation', -50), entry('repeat', 900))).toEqual({
      back: 300,
      of: 1_000,
    });
    expect(refunded(entry('refund', -250, 'USD'))).toMatchObject({ back: 0 });
    expect(
      of(through({ stage: 'customer', value: eur(80) }), [entry('refund', -8)]).earned[1]?.refunded,
    ).toEqual({ back: 8, of: 80 });
  });

  it('is never more than one of a kind, and no more is due for being told more', () => {
    const change = fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      stage: fc.constantFrom(...stages),
      at: fc.nat({ max: 6 }),
      actor: fc.constantFrom('ULISA', null),
    });
    const money = fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      kind: fc.constantFrom(...revenueKinds),
      at: fc.nat({ max: 6 }),
      amount: fc.nat({ max: 9 }).map(eur),
      margin: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), change, fc.array(money), (told, more, entries) => {
        const before = of(told, entries);
        const after = of([...told, more], entries);
        expect(new Set(after.earned.map(({ kind }) => kind)).size).toBe(after.earned.length);
        const gone = (kinds: typeof before) => kinds.earned.filter(({ takenBack }) => takenBack !== null);
        const kinds = (earned: typeof before.earned) => earned.map(({ kind }) => kind);
        expect(kinds(after.earned)).toEqual(expect.arrayContaining(kinds(before.earned)));
        expect(kinds(gone(after))).toEqual(expect.arrayContaining(kinds(gone(before))));
      }),
    );
  });
});

describe('a step of a referral', () => {
  it('earns what it had not earned, and ends once', () => {
    expect(earnedBetween('submitted', 'won')).toEqual(['qualified', 'won']);
    expect(earnedBetween('lost', 'won')).toEqual(['won']);
    expect(earnedBetween('rejected', 'lost')).toEqual(['qualified']);
    for (const state of referralStates) {
      expect(earnedBetween(state, state)).toEqual([]);
      expect(isEnding(state, state)).toBe(false);
    }
    expect(isEnding('accepted', 'rejected')).toBe(true);
    expect(isEnding('rejected', 'lost')).toBe(false);
  });
});
