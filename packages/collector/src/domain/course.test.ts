import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stages } from '@headwater/contract';
import { courseOf, type RevenueEntry, type StageChange } from './course.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const change = (stage: StageChange['stage'], at: number, more: Partial<StageChange> = {}): StageChange => ({
  id: `${stage}-${at}`,
  stage,
  at,
  actor: 'ULISA',
  ...more,
});

const entry = (kind: RevenueEntry['kind'], at: number, amount: number): RevenueEntry => ({
  id: `${kind}-${at}`,
  at,
  kind,
  amount: eur(amount),
  margin: null,
});

describe('the course of a lead', () => {
  it('begins with the lead, of whom nothing more is known', () => {
    const course = courseOf(100, [], []);
    expect(course).toEqual({
      reached: [{ stage: 'lead', at: 100, isImplied: false }],
      value: null,
      revenue: [],
      exits: [],
    });
  });

  it('counts the stages before one that was reported as reached with it, and says that they were implied', () => {
    const { reached } = courseOf(100, [change('opportunity', 300), change('mql', 200)], []);
    expect(reached).toEqual([
      { stage: 'lead', at: 100, isImplied: false },
      { stage: 'mql', at: 200, isImplied: false },
      { stage: 'sql', at: 300, isImplied: true },
      { stage: 'opportunity', at: 300, isImplied: false },
    ]);
  });

  it('keeps the first time of a stage that was reached twice', () => {
    const { reached } = courseOf(100, [change('sql', 500), change('sql', 200), change('lost', 300)], []);
    expect(reached.find(({ stage }) => stage === 'sql')).toEqual({ stage: 'sql', at: 200, isImplied: false });
  });

  it('makes a lead that was entered afterwards as old as its first stage', () => {
    const { reached } = courseOf(900, [change('customer', 400), change('lead', 200)], []);
    expect(reached[0]).toEqual({ stage: 'lead', at: 200, isImplied: false });
  });

  it('takes what was said of the opportunity last, and the higher stage of the same moment', () => {
    const said = [
      change('customer', 300, { value: eur(3) }),
      change('opportunity', 300, { value: eur(2) }),
      change('sql', 200, { value: eur(1) }),
    ];
    expect(courseOf(100, said, []).value).toEqual(eur(3));
  });

  it('holds the deal beside what came of the customer later, by time', () => {
    const deal = change('customer', 300, { revenue: eur(1_000), margin: eur(400) });
    const { revenue } = courseOf(
      100,
      [deal],
      [entry('refund', 500, -250), entry('repeat', 400, 700), entry('new', 200, 90)],
    );
    expect(revenue.map(({ kind, amount, margin }) => [kind, amount.amount, margin?.amount])).toEqual([
      ['new', 90, undefined],
      ['new', 1_000, 400],
      ['repeat', 700, undefined],
      ['refund', -250, undefined],
    ]);
  });

  it('takes no revenue from a stage that is not a deal', () => {
    expect(courseOf(100, [change('opportunity', 200, { revenue: eur(5) })], []).revenue).toEqual([]);
  });

  it('tells when they left and came back', () => {
    const { exits } = courseOf(
      100,
      [change('lost', 200), change('opportunity', 300), change('sql', 350), change('disqualified', 400)],
      [],
    );
    expect(exits).toEqual([
      { stage: 'lost', at: 200, cameBackAt: 300 },
      { stage: 'disqualified', at: 400, cameBackAt: null },
    ]);
  });

  it('has one exit where the way out was corrected', () => {
    const { exits } = courseOf(100, [change('lost', 200), change('disqualified', 300)], []);
    expect(exits).toEqual([{ stage: 'disqualified', at: 200, cameBackAt: null }]);
  });

  it('is not brought back by what Headwater found out alone', () => {
    const { exits } = courseOf(100, [change('lost', 200), change('mql', 300, { actor: null })], []);
    expect(exits).toEqual([{ stage: 'lost', at: 200, cameBackAt: null }]);
  });

  it('is the same whatever the order in which it was told', () => {
    const changes = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 2 }),
        stage: fc.constantFrom(...stages),
        at: fc.integer({ min: 0, max: 5 }),
        actor: fc.constantFrom('ULISA', null),
        value: fc.option(fc.integer().map(eur), { nil: undefined }),
        revenue: fc.option(fc.integer().map(eur), { nil: undefined }),
      }),
      { selector: ({ id }) => id, maxLength: 8 },
    );
    const shuffled = changes.chain((told) =>
      fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length })),
    );
    fc.assert(
      fc.property(shuffled, ([told, later]) => {
        expect(courseOf(3, later, [])).toEqual(courseOf(3, told, []));
      }),
    );
  });
});
