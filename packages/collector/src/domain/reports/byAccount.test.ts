import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributionReport } from './attribution.ts';
import { byAccount, createAccountStore } from './byAccount.ts';
import { createJourneyStore } from './journeyStore.ts';
import type { Journeys } from './journeys.ts';
import { packCourse, packTouches } from './pack.ts';
import { someLeads, type SomeLead } from './reports.samples.ts';
import { sourcesReport } from './sources.ts';
import { settled } from './sums.ts';

const always = { fromMs: -Infinity, toMs: Infinity, filter: {}, groupBy: 'source' as const };
const credit = { stage: 'customer' as const, lookbackDays: 365, halfLifeDays: 7, order: 1 as const };
const linear = { ...always, ...credit, model: 'linear' as const, transform: 'none' as const, nowMs: 0 };

const rounded = (name: string, value: unknown): unknown => {
  if (typeof value === 'number') return settled(value);
  return name === 'rows' ? (value as { key: string }[]).toSorted((a, b) => (a.key < b.key ? -1 : 1)) : value;
};

/** Accounts may stand in another order, in which thirds add up to something else in the last digit. */
const reports = (journeys: Journeys): string =>
  JSON.stringify([sourcesReport(journeys, always), attributionReport(journeys, linear)], rounded, 1);

function stored({ leadId, facts, course }: SomeLead, isMerged: boolean) {
  const revenue = course.revenue.map((entry, n) => ({ id: String(n), ...entry }));
  const touches = isMerged ? null : packTouches(facts);
  return { leadId, touches, course: packCourse({ ...course, revenue }) };
}

it('accounts that are kept up to date are those that are made anew', () => {
  const change = fc.tuple(fc.nat(24), fc.boolean());
  fc.assert(
    fc.property(someLeads, someLeads, fc.array(change, { maxLength: 10 }), (leads, others, changes) => {
      const { journeys, put } = createJourneyStore();
      for (const lead of leads) put(stored(lead, false));
      const accounts = createAccountStore(journeys);
      accounts.update(Array(journeys.size).keys());
      for (const [which, isMerged] of changes) {
        const other = others[which];
        if (other) accounts.update([put(stored(other, isMerged))]);
        expect(reports(accounts.journeys)).toEqual(reports(byAccount(journeys)));
      }
    }),
  );
});
