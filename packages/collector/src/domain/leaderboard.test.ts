import { expect, it } from 'vitest';
import type { ReferralState } from '@headwater/contract';
import { rankReferrers, rankTeams, type CountedReward } from './leaderboard.ts';
import { quarterAt, quarterNamed } from './calendarPeriod.ts';

const referral = (id: string, referrer: string, state: ReferralState, at = 1) => ({
  id,
  referrer,
  state,
  at,
});
const reward = (referralId: string, referrer: string, more: Partial<CountedReward> = {}): CountedReward => ({
  referralId,
  referrer,
  kind: 'won',
  amount: { amount: 100, currency: 'EUR' },
  state: 'pending',
  isReversal: false,
  inQuarter: true,
  ...more,
});

it('ranks by won, qualified and all, ties by who got there earlier, and leaves out what brought nobody', () => {
  const rows = rankReferrers(
    [
      referral('1', 'U0LATE', 'qualified', 9),
      referral('2', 'U0EARLY', 'qualified', 2),
      referral('3', 'U0MANY', 'submitted'),
      referral('4', 'U0MANY', 'submitted'),
      referral('5', 'U0BEST', 'won'),
      referral('6', 'U0NONE', 'duplicate'),
      referral('7', 'U0NONE', 'rejected'),
    ],
    [],
    [],
  );
  expect(rows.map(({ referrer }) => referrer)).toEqual(['U0BEST', 'U0EARLY', 'U0LATE', 'U0MANY']);
});

it('counts no win that was taken back, before or after it was paid', () => {
  const rows = rankReferrers(
    [referral('1', 'U0BACK', 'won'), referral('2', 'U0PAID', 'won'), referral('3', 'U0GOOD', 'won', 5)],
    [
      reward('1', 'U0BACK', { state: 'reversed' }),
      reward('2', 'U0PAID', { state: 'paid' }),
      reward('2', 'U0PAID', { amount: { amount: -100, currency: 'EUR' }, isReversal: true }),
      reward('3', 'U0GOOD'),
    ],
    [],
  );
  expect(rows.map(({ referrer, won }) => [referrer, won])).toEqual([
    ['U0GOOD', 1],
    ['U0BACK', 0],
    ['U0PAID', 0],
  ]);
  expect(rows.at(-1)).toMatchObject({
    paid: [{ amount: 100, currency: 'EUR' }],
    pending: [{ amount: -100, currency: 'EUR' }],
  });
});

it('adds up teams, keeps currencies apart, and lists what older referrals earned this quarter', () => {
  const rows = rankReferrers(
    [referral('1', 'U0ANN', 'qualified')],
    [
      reward('1', 'U0ANN', { state: 'approved' }),
      reward('0', 'U0BEN', { state: 'approved', amount: { amount: 7, currency: 'USD' } }),
      reward('1', 'U0ANN', { inQuarter: false, state: 'paid' }),
    ],
    [{ name: 'Support', members: ['U0ANN', 'U0BEN'] }],
  );
  expect(rankTeams(rows)).toEqual([
    {
      team: 'Support',
      referrals: 1,
      qualified: 1,
      won: 0,
      pending: [],
      approved: [
        { amount: 100, currency: 'EUR' },
        { amount: 7, currency: 'USD' },
      ],
      paid: [],
    },
  ]);
});

it('begins a quarter at midnight where the company is', () => {
  const lateInMarch = Date.parse('2026-03-31T22:30:00Z');
  expect(quarterAt(lateInMarch, 'UTC').name).toBe('2026-Q1');
  const berlin = quarterAt(lateInMarch, 'Europe/Berlin');
  expect(berlin).toEqual({
    name: '2026-Q2',
    from: '2026-04-01',
    fromMs: Date.parse('2026-03-31T22:00:00Z'),
    untilMs: Date.parse('2026-06-30T22:00:00Z'),
  });
  expect(quarterNamed('2026-Q2', 'Europe/Berlin')).toEqual(berlin);
});
