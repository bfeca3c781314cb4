import { expect, it } from 'vitest';
import { attributionReport } from './attribution.ts';
import { journeysOf, start, stranger } from './reports.samples.ts';
import type { JourneyFacts, PackedCourse } from './pack.ts';

const sourceNamed = (source: string) => ({
  source,
  medium: 'cpc',
  campaign: null,
  content: null,
  channel: 'Paid Search',
  family: 'paid' as const,
});

/** A lead that came from google and from a source that nobody else named. */
const strangers = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const touches = ['google', `stranger ${n}`].map((source, place) => ({
      at: start + place,
      kind: 'touch' as const,
      resolved: sourceNamed(source),
    }));
    const facts: JourneyFacts = {
      createdAt: start,
      ...stranger,
      touches,
      original: sourceNamed('google'),
      latest: sourceNamed(`stranger ${n}`),
    };
    const reached = [{ stage: 'lead' as const, at: start + 2, isImplied: false }];
    const course: PackedCourse = { reached, value: null, revenue: [], exits: [] };
    return { leadId: `lead_${n}` as const, facts, course };
  });

const byMarkov = (leads: number) =>
  attributionReport(journeysOf(strangers(leads)), {
    fromMs: -Infinity,
    toMs: Infinity,
    filter: {},
    groupBy: 'source',
    stage: 'lead',
    model: 'markov',
    order: 1,
    transform: 'none',
    nowMs: start + 86_400_000,
    lookbackDays: 365,
    halfLifeDays: 7,
  });

it('credits each source by markov while they are few', () => {
  const { rows } = byMarkov(100);
  expect(rows).toHaveLength(101);
  expect(rows[0]?.key).toBe('google');
});

it('credits the most frequent by markov, and all that strangers named besides as one, to the same sum', () => {
  const { rows, totals } = byMarkov(2000);
  expect(rows).toHaveLength(501);
  expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining(['google', '(other)']));
  expect(totals.conversions).toBe(2000);
  expect(rows.reduce((sum, { conversions }) => sum + conversions, 0)).toBeCloseTo(2000, 6);
});
