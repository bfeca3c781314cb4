import { describe, expect, it } from 'vitest';
import type { Home } from '@headwater/contract';
import { homeProblems, viewProblems } from '../../../../test/slack/limits.ts';
import { sampleHomeLead } from '../../test/home-samples.ts';
import { awayModal, notifyModal, poolModal } from './home-modals.ts';
import { homeView, minutesInWords, sayingHome } from './home.ts';

const euros = {
  pending: [{ amount: 25_000, currency: 'EUR' }],
  approved: [],
  paid: [{ amount: 100_000, currency: 'EUR' }],
};

const hostile = '<!channel> *👩‍👩‍👧‍👦* <http://evil.example|ok> مرحبا '.repeat(250);
const many = <Row>(count: number, row: (index: number) => Row): Row[] =>
  Array.from({ length: count }, (_, index) => row(index));

const empty: Home = {
  slackUser: 'U0ANNA',
  leads: { shown: [], total: 0 },
  referrals: { shown: [], total: 0 },
  leaderboard: { from: '2026-01-01', rows: [] },
  responses: [],
  settings: {
    hours: { timeZone: 'Europe/Berlin', days: [5, 1], from: '09:00', to: '17:00' },
    absences: [],
    notify: null,
  },
  team: null,
};

const fullOf = (text: string): Home => ({
  slackUser: 'U0ANNA',
  leads: {
    shown: many(200, (index) =>
      sampleHomeLead({ id: `lead_${index}`, name: text, company: text, claimed: index > 20 }),
    ),
    total: 5000,
  },
  referrals: {
    shown: many(20, (index) => ({
      id: `ref_${index}`,
      referrer: 'U0ANNA',
      name: text,
      company: text,
      state: 'rejected',
      reason: text,
      leadId: 'lead_1',
      createdAt: '2026-03-03T10:00:00.000Z',
      updatedAt: '2026-03-03T10:00:00.000Z',
    })),
    total: 400,
  },
  leaderboard: {
    from: '2026-01-01',
    rows: many(20, () => ({ referrer: text, submitted: 3, qualified: 2, won: 1, ...euros })),
  },
  responses: many(20, () => ({ slackUser: text, claims: 4, medianMinutes: 2.5 })),
  settings: {
    ...empty.settings,
    absences: many(100, () => ({ from: '2026-03-09', until: '2026-03-13', note: text })),
    notify: { from: '10:00', to: '16:00' },
  },
  team: {
    missed: many(60, () => ({ slackUser: text, count: 3 })),
    pools: many(100, (index) => ({
      name: `${index} ${text}`.slice(0, 80),
      members: many(500, () => 'U0ANNA12345'),
    })),
  },
});

describe('the Home', () => {
  it('of somebody new says where to begin', () => {
    const shown = JSON.stringify(homeView(empty).blocks);
    for (const words of ['Nothing is waiting for you.', '`/refer` opens the form', 'Monday, Friday'])
      expect(shown).toContain(words);
    expect(shown).not.toContain('Your team');
    expect(homeProblems(homeView(empty))).toEqual([]);
  });

  it.each([
    ['hostile text', hostile],
    ['words', 'Eva'],
    ['nothing', ''],
  ])('holds every limit full of %s', (_what, text) => {
    expect(homeProblems(homeView(fullOf(text), { notice: 'Done.' }))).toEqual([]);
  });

  it('has what outsiders wrote in plain text only', () => {
    const shown = JSON.stringify(homeView(fullOf(hostile)).blocks);
    const formatted = [...shown.matchAll(/"type":"mrkdwn","text":"([^"]*)"/g)].map(([, text]) => text);
    expect(formatted.length).toBeGreaterThan(20);
    expect(formatted.filter((text) => /<!channel>|<http/.test(text!))).toEqual([]);
  });

  it('that says something has a button to look again', () => {
    expect(homeProblems(sayingHome('One moment'))).toEqual([]);
    expect(JSON.stringify(sayingHome('One moment'))).toContain('home_refresh');
  });
});

it.each([
  ['out of office', awayModal({ forOthers: true })],
  ['notification hours', notifyModal({ from: '10:00', to: '16:00' })],
  ['the people of a pool', poolModal({ name: hostile.slice(0, 80), members: ['U0ANNA'] })],
])('the modal for %s holds the limits', (_what, view) => {
  expect(viewProblems(view)).toEqual([]);
});

it.each([
  [0.5, '0.5 min'],
  [89, '89 min'],
  [90, '1.5 h'],
  [2880, '2 days'],
])('%d minutes are %s', (minutes, words) => {
  expect(minutesInWords(minutes)).toBe(words);
});
