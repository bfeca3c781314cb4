import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributionReport } from './attribution.ts';
import { byAccount } from './byAccount.ts';
import { compareReport } from './compare.ts';
import { journeysOf, someDimension, someFilter, someLeads, start } from './reports.samples.ts';
import { sourcesReport } from './sources.ts';
import { ruleModels } from '../attribution/index.ts';

const always = { fromMs: -Infinity, toMs: Infinity };
const credit = {
  lookbackDays: 365,
  halfLifeDays: 7,
  stage: 'customer' as const,
  order: 1 as const,
  transform: 'none' as const,
  nowMs: start + 1000 * 86_400_000,
};
const models = [...ruleModels, 'markov' as const];

describe('a report over any journeys', () => {
  it('has rows that sum to its totals, whatever the filter and the groups', () => {
    fc.assert(
      fc.property(
        someLeads,
        someFilter,
        someDimension,
        fc.constantFrom(...models),
        (leads, filter, groupBy, model) => {
          const journeys = journeysOf(leads);
          const credits = attributionReport(journeys, { ...always, ...credit, filter, groupBy, model });
          const sum = credits.rows.reduce((total, row) => total + row.conversions, 0);
          expect(sum).toBeCloseTo(credits.totals.conversions, 9);
          expect(moneyOf(credits.rows)).toEqual(moneyOf([credits.totals]));
          const { rows, totals } = compareReport(journeys, { ...always, ...credit, filter, groupBy });
          const compared = rows.map((row) => row.models[model]);
          expect(compared.reduce((all, row) => all + row.conversions, 0)).toBeCloseTo(sum, 9);
          expect(moneyOf(compared)).toEqual(moneyOf([totals.models[model]]));
          expect(totals.models[model]).toEqual(credits.totals);
          const sources = sourcesReport(journeys, { ...always, filter, groupBy });
          expect(sources.rows.reduce((total, row) => total + row.leads, 0)).toBe(sources.totals.leads);
          expect(sources.rows.reduce((total, row) => total + row.stages.customer, 0)).toBe(
            sources.totals.stages.customer,
          );
          expect(moneyOf(sources.rows)).toEqual(moneyOf([sources.totals]));
        },
      ),
    );
  });

  it('gives every conversion one credit in all, and all of its money, under every model', () => {
    fc.assert(
      fc.property(someLeads, fc.constantFrom(...models), (leads, model) => {
        const question = { ...always, ...credit, filter: {}, groupBy: 'channel' as const, model };
        const { totals } = attributionReport(journeysOf(leads), question);
        const customers = leads.filter(
          ({ facts, course }) => !facts.junk && course.reached.some(({ stage }) => stage === 'customer'),
        );
        expect(totals.conversions).toBeCloseTo(customers.length, 9);
        expect(moneyOf([totals])).toEqual(
          moneyOf(customers.map(({ course }) => ({ revenues: course.revenue.map(({ amount }) => amount) }))),
        );
      }),
    );
  });

  it('is the same in whatever order leads came and however often they changed before', () => {
    fc.assert(
      fc.property(someLeads, someLeads, someDimension, (leads, earlier, groupBy) => {
        const ids = new Set(leads.map(({ leadId }) => leadId));
        const before = earlier.filter(({ leadId }) => ids.has(leadId));
        const ask = (all: typeof leads) => sourcesReport(journeysOf(all), { ...always, filter: {}, groupBy });
        expect(ask([...before, ...leads.toReversed()])).toEqual(ask(leads));
      }),
    );
  });

  it('leaves nobody in two periods and nobody out', () => {
    fc.assert(
      fc.property(someLeads, fc.integer({ min: 0, max: 210 }), (leads, days) => {
        const journeys = journeysOf(leads);
        const middle = start + days * 86_400_000;
        const leadsIn = (fromMs: number, toMs: number) =>
          sourcesReport(journeys, { fromMs, toMs, filter: {}, groupBy: 'source' }).totals.leads;
        expect(leadsIn(-Infinity, middle) + leadsIn(middle, Infinity)).toBe(leadsIn(-Infinity, Infinity));
      }),
    );
  });

  it('of accounts has all the touches and all the money of their people', () => {
    fc.assert(
      fc.property(someLeads, (leads) => {
        const people = journeysOf(leads);
        const accounts = byAccount(people);
        const question = { ...always, filter: {}, groupBy: 'country' as const };
        expect(moneyOf([sourcesReport(accounts, question).totals])).toEqual(
          moneyOf([sourcesReport(people, question).totals]),
        );
        const counted = leads.filter(({ facts }) => !facts.junk);
        const touches = counted.reduce((sum, { facts }) => sum + facts.touches.length, 0);
        expect(accounts.touches.live).toBe(touches * 3);
        expect(accounts.size).toBe(new Set(counted.map(({ facts, leadId }) => facts.account ?? leadId)).size);
      }),
    );
  });
});

type WithMoney = { revenues: { amount: number; currency: string }[] };

/** What is left in each currency, without those in which it is nothing. */
function moneyOf(all: readonly WithMoney[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { amount, currency } of all.flatMap(({ revenues }) => revenues))
    sums[currency] = (sums[currency] ?? 0) + amount;
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
}
