import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { SpendCell } from '@headwater/contract';
import { ruleModels } from '../attribution/index.ts';
import { attributionReport } from './attribution.ts';
import { unassignedCost } from './costs.ts';
import { economicsOf, type EconomicsQuestion } from './economics.ts';
import { journeysOf, someDimension, someFilter, someLeads, start } from './reports.samples.ts';
import { sourcesReport } from './sources.ts';
import { totalMoney } from './sums.ts';

const asked: EconomicsQuestion = {
  fromMs: -Infinity,
  toMs: Infinity,
  filter: {},
  groupBy: 'channel',
  creditBy: 'original',
  lookbackDays: 365,
  halfLifeDays: 7,
  costs: [],
  families: {},
  currencies: { base: 'EUR', rates: {} },
  economics: { ltvOn: 'revenue' },
  nowMs: start + 1000 * 86_400_000,
};

const bearer = fc.oneof(
  fc.record({ by: fc.constant('source' as const), key: fc.constantFrom('google', 'linkedin', 'nobody') }),
  fc.record({ by: fc.constant('channel' as const), key: fc.constantFrom('Direct', 'Email', 'Podcast') }),
  fc.record({ by: fc.constant('campaign' as const), key: fc.constantFrom('spring', 'nothing') }),
);
const someCosts: fc.Arbitrary<SpendCell[]> = fc.array(
  fc
    .tuple(
      bearer,
      fc.constantFrom('ads' as const, 'team' as const),
      fc.integer({ min: 1, max: 99_999 }),
      fc.constantFrom('EUR', 'USD'),
    )
    .map(([named, kind, amount, currency]) => ({
      ...named,
      kind,
      month: '2026-01',
      amount: { amount, currency },
    })),
  { maxLength: 6 },
);
const creditBy = fc.constantFrom('original' as const, ...ruleModels);
const settings = fc.record({
  currencies: fc.constantFrom({ base: 'EUR', rates: {} }, { base: 'EUR', rates: { USD: 0.92 } }),
  economics: fc.constantFrom({ ltvOn: 'revenue' as const, retention: 0.8 }, { ltvOn: 'margin' as const }),
});

describe('the economics of any journeys and costs', () => {
  it('have rows that sum to their totals, whatever the filter, the groups and the model', () => {
    fc.assert(
      fc.property(
        someLeads,
        someCosts,
        someFilter,
        someDimension,
        creditBy,
        settings,
        (leads, costs, filter, groupBy, by, inForce) => {
          const question = { ...asked, ...inForce, costs, filter, groupBy, creditBy: by };
          const { rows, totals } = economicsOf(journeysOf(leads), question);
          for (const stage of ['lead', 'sql', 'customer'] as const) {
            const sum = rows.reduce((all, row) => all + row.stages[stage], 0);
            expect(sum).toBeCloseTo(totals.stages[stage], 6);
          }
          const kinds = rows.map(({ costByKind }) => costByKind.team);
          expect(totalMoney(kinds)).toEqual(totals.costByKind.team);
          expect(totalMoney(rows.map((row) => row.costs))).toEqual(totals.costs);
          expect(totalMoney(rows.map((row) => row.revenues))).toEqual(totals.revenues);
          expect(totalMoney(rows.map((row) => row.margins))).toEqual(totals.margins);
        },
      ),
    );
  });

  it('lose no cent of what was spent, and of a filter and its opposite neither', () => {
    fc.assert(
      fc.property(someLeads, someCosts, someDimension, creditBy, (leads, costs, groupBy, by) => {
        const spent = totalMoney(costs.map(({ amount }) => [amount]));
        const question = { ...asked, costs, groupBy, creditBy: by };
        expect(economicsOf(journeysOf(leads), question).totals.costs).toEqual(spent);
      }),
    );
  });

  it('hold no infinite number and none that is none', () => {
    fc.assert(
      fc.property(someLeads, someCosts, someDimension, creditBy, (leads, costs, groupBy, by) => {
        const answer = economicsOf(journeysOf(leads), { ...asked, costs, groupBy, creditBy: by });
        expect(numbersIn(answer).filter((value) => !Number.isFinite(value))).toEqual([]);
      }),
    );
  });

  it('have the leads of the sources report, and the customers of the attribution report', () => {
    fc.assert(
      fc.property(someLeads, someDimension, fc.constantFrom(...ruleModels), (leads, groupBy, model) => {
        const journeys = journeysOf(leads);
        const question = { ...asked, groupBy };
        const bySource = economicsOf(journeys, question);
        const sources = sourcesReport(journeys, question);
        const leadsOf = (rows: { key: string; leads: number }[]) =>
          new Map(rows.map((row) => [row.key, row.leads]));
        expect(leadsOf(bySource.rows)).toEqual(leadsOf(sources.rows));
        const credited = economicsOf(journeys, { ...question, creditBy: model });
        const attributed = attributionReport(journeys, {
          ...question,
          model,
          stage: 'customer',
          order: 1,
          transform: 'none',
        });
        for (const { key, stages } of credited.rows) {
          const row = attributed.rows.find((each) => each.key === key);
          expect(stages.customer).toBeCloseTo(row?.conversions ?? 0, 6);
        }
      }),
    );
  });

  it('are the same in whatever order leads came', () => {
    fc.assert(
      fc.property(someLeads, someCosts, someDimension, (leads, costs, groupBy) => {
        const ask = (all: typeof leads) => economicsOf(journeysOf(all), { ...asked, costs, groupBy });
        expect(ask(leads.toReversed())).toEqual(ask(leads));
      }),
    );
  });
});

describe('a cost without leads', () => {
  const cost = (by: SpendCell['by'], key: string): SpendCell => {
    return { by, key, kind: 'ads', month: '2026-01', amount: { amount: 100, currency: 'EUR' } };
  };
  const rowsOf = (costs: SpendCell[], more: Partial<EconomicsQuestion>) =>
    economicsOf(journeysOf([]), { ...asked, costs, ...more }).rows.map(({ key, costs: own }) => [
      key,
      own[0]?.amount,
    ]);

  it('is a row of its own, or one of what nobody can assign', () => {
    const costs = [cost('channel', 'Podcast'), cost('source', 'reddit')];
    expect(rowsOf(costs, { groupBy: 'channel' })).toEqual([
      [unassignedCost, 100],
      ['Podcast', 100],
    ]);
    expect(rowsOf(costs, { groupBy: 'source' })).toEqual([
      [unassignedCost, 100],
      ['reddit', 100],
    ]);
    expect(rowsOf(costs, { groupBy: 'family' })).toEqual([
      [unassignedCost, 100],
      ['inbound', 100],
    ]);
  });

  it('passes a filter that its name answers', () => {
    const costs = [cost('channel', 'Podcast'), cost('source', 'reddit')];
    expect(rowsOf(costs, { filter: { channel: 'Podcast' } })).toEqual([['Podcast', 100]]);
    expect(rowsOf(costs, { filter: { family: 'inbound' } })).toEqual([['Podcast', 100]]);
    expect(rowsOf(costs, { filter: { country: 'DE' } })).toEqual([]);
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}
