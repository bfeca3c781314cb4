import type { SpendCell } from '@headwater/contract';
import { expect, it } from 'vitest';
import { byAccount } from './byAccount.ts';
import { economicsOf, type EconomicsQuestion } from './economics.ts';
import { createJourneyStore } from './journeyStore.ts';
import { createShareReader } from './leadShares.ts';
import type { Journeys } from './journeys.ts';
import { matrixReport } from './matrix.ts';
import { packCourse, packTouches } from './pack.ts';
import { diversificationReport } from './portfolio.ts';
import { start } from './reports.samples.ts';
import { reviewReport } from './review.ts';
import { totalMoney } from './sums.ts';

// what anybody may make of a public form: each visit comes from a source and a campaign that nobody heard of
const SOURCES = 20_000;
const day = 86_400_000;

/** Leads of so many touches, each touch of a source of its own. */
function strangers(sources: number, touchesEach: number): Journeys {
  const { journeys, put } = createJourneyStore();
  for (let first = 0; first < sources; first += touchesEach) {
    const touches = Array.from({ length: touchesEach }, (_, n) => ({
      at: start + n,
      kind: 'touch',
      resolved: strange(first + n),
    }));
    const nothing = { site: null, country: null, industry: null, companySize: null, segment: null };
    const lead = { createdAt: start, junk: false, ...nothing, account: 'one.example', heardFrom: null };
    const reached = (['lead', 'customer'] as const).map((stage) => {
      return { stage, at: start + day, isImplied: false };
    });
    put({
      leadId: `lead_${first}`,
      touches: packTouches({ ...lead, touches, original: strange(first), latest: strange(first) }),
      course: packCourse({ reached, value: null, revenue: [], exits: [] }),
    });
  }
  return journeys;
}

const strange = (n: number) => ({
  source: `source ${n}`,
  medium: null,
  campaign: `campaign ${n}`,
  content: null,
  channel: 'Referral' as const,
  family: 'inbound' as const,
});

const cost = (by: SpendCell['by'], key: string): SpendCell => {
  return { by, key, kind: 'ads', month: '2026-01', amount: { amount: 1_234_567, currency: 'EUR' } };
};
const costs: SpendCell[] = [
  cost('channel', 'Referral'),
  ...Array.from({ length: SOURCES }, (_, n) => cost('campaign', `campaign ${n}`)),
  ...Array.from({ length: SOURCES }, (_, n) => cost('source', `nobody's ${n}`)),
];
const spent = [{ amount: 1_234_567 * costs.length, currency: 'EUR' }];

const asked: EconomicsQuestion = {
  fromMs: -Infinity,
  toMs: Infinity,
  filter: {},
  groupBy: 'source',
  creditBy: 'linear',
  lookbackDays: 365,
  halfLifeDays: 7,
  costs,
  families: {},
  currencies: { base: 'EUR', rates: {} },
  economics: { ltvOn: 'revenue' },
  nowMs: start + 1000 * day,
};

const people = strangers(SOURCES, 50);
const accounts = byAccount(people);

/** What it answers, in so much time of the processor; it took minutes, or more memory than there was. */
function inSeconds<Answer>(most: number, work: () => Answer): Answer {
  const before = process.threadCpuUsage();
  const answer = work();
  expect(process.threadCpuUsage(before).user / 1e6).toBeLessThan(most);
  return answer;
}

it.each([
  ['people', people],
  ['an account', accounts],
])('divides the costs of twenty thousand sources of %s to the cent', (_, journeys) => {
  const { rows, totals } = inSeconds(15, () => economicsOf(journeys, asked));
  expect(rows).toHaveLength(2 * SOURCES);
  expect(totals.costs).toEqual(spent);
  expect(totalMoney(rows.map((row) => row.costs))).toEqual(spent);
});

it('finds the sources of forty thousand costs', () => {
  const { rows } = inSeconds(5, () => economicsOf(people, { ...asked, groupBy: 'channel' }));
  expect(rows.map(({ key, costs: own }) => [key, own[0]?.amount])).toEqual([
    ['Referral', 1_234_567 * (SOURCES + 1)],
    ['(unassigned cost)', 1_234_567 * SOURCES],
  ]);
});

it('puts twenty thousand sources side by side', () => {
  const { rows } = inSeconds(15, () => matrixReport(people, { ...asked, tiers: {} }));
  expect(rows).toHaveLength(2 * SOURCES);
});

it('reviews twenty thousand sources', () => {
  const before = { ...asked, toMs: start };
  const review = inSeconds(30, () =>
    reviewReport(people, { now: { ...asked, fromMs: start }, before, firstCosts: {} }),
  );
  // and what nobody could assign in the period before
  expect(review.rows).toHaveLength(2 * SOURCES + 1);
});

it('says of what part of the spend each of twenty thousand sources is', () => {
  const question = { ...asked, tiers: {}, measure: 'spend' as const };
  const { sources, totals } = inSeconds(15, () => diversificationReport(people, question));
  expect(sources).toHaveLength(2 * SOURCES);
  expect(totals.amount).toBe(spent[0]?.amount);
});

it('reads whose a lead is that came by a hundred thousand sources', () => {
  const sharesOf = createShareReader(strangers(100_000, 100_000), asked);
  const shares = inSeconds(1, () => sharesOf(0));
  expect(shares.sources).toHaveLength(100_000);
});
