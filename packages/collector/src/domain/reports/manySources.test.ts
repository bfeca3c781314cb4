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

type World = {
  sources: number;
  people: Journeys;
  accounts: Journeys;
  asked: EconomicsQuestion;
  spentMinor: number;
};

/** As many sources, with a cost of each campaign, and of as many sources that brought nobody. */
function worldOf(sources: number): World {
  const costs = [
    cost('channel', 'Referral'),
    ...Array.from({ length: sources }, (_, n) => cost('campaign', `campaign ${n}`)),
    ...Array.from({ length: sources }, (_, n) => cost('source', `nobody's ${n}`)),
  ];
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
    nowMs: start + 1000 * day,
    currencies: {
      base: 'EUR',
      rates: {},
    },
    economics: { ltvOn: 'revenue' },
  };
  const people = strangers(sources, 50);
  return { sources, people, accounts: byAccount(people), asked, spentMinor: 1_234_567 * costs.length };
}

const many = worldOf(SOURCES);
const fewer = worldOf(SOURCES / 4);

/** What `work` answers of the many; of four times as many it may take ten times the processor, where each by each is sixteen. */
function inProportion<Answer>(work: (world: World) => Answer): Answer {
  work(fewer);
  const [less] = timed(() => work(fewer));
  const [more, answer] = timed(() => work(many));
  expect(more / Math.max(less, 20_000)).toBeLessThan(10);
  return answer;
}

function timed<Answer>(work: () => Answer): [microseconds: number, Answer] {
  const before = process.threadCpuUsage();
  const answer = work();
  return [process.threadCpuUsage(before).user, answer];
}

const spent = [{ amount: many.spentMinor, currency: 'EUR' }];

it.each(['people', 'accounts'] as const)(
  'divides the costs of twenty thousand sources of %s to the cent',
  (of) => {
    const { rows, totals } = inProportion((world) => economicsOf(world[of], world.asked));
    expect(rows).toHaveLength(2 * SOURCES);
    expect(totals.costs).toEqual(spent);
    expect(totalMoney(rows.map((row) => row.costs))).toEqual(spent);
  },
);

it('finds the sources of forty thousand costs', () => {
  const { rows } = inProportion(({ people, asked }) => economicsOf(people, { ...asked, groupBy: 'channel' }));
  expect(rows.map(({ key, costs: own }) => [key, own[0]?.amount])).toEqual([
    ['Referral', 1_234_567 * (SOURCES + 1)],
    ['(unassigned cost)', 1_234_567 * SOURCES],
  ]);
});

it('puts twenty thousand sources side by side', () => {
  const { rows } = inProportion(({ people, asked }) => matrixReport(people, { ...asked, tiers: {} }));
  expect(rows).toHaveLength(2 * SOURCES);
});

it('reviews twenty thousand sources', () => {
  const review = inProportion(({ people, asked }) =>
    reviewReport(people, {
      now: { ...asked, fromMs: start },
      before: { ...asked, toMs: start },
      firstCosts: {},
    }),
  );
  // and what nobody could assign in the period before
  expect(review.rows).toHaveLength(2 * SOURCES + 1);
});

it('says of what part of the spend each of twenty thousand sources is', () => {
  const { sources, totals } = inProportion(({ people, asked }) =>
    diversificationReport(people, { ...asked, tiers: {}, measure: 'spend' as const }),
  );
  expect(sources).toHaveLength(2 * SOURCES);
  expect(totals.amount).toBe(spent[0]?.amount);
});

it('reads whose a lead is that came by a source of its own each time', () => {
  const { sources } = inProportion(({ sources: touches, asked }) =>
    createShareReader(strangers(touches, touches), asked)(0),
  );
  expect(sources).toHaveLength(SOURCES);
});
