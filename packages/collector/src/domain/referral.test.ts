import { describe, expect, it } from 'vitest';
import type { EmployeeProgram, Money, ReferralState } from '@headwater/contract';
import { defaultSettings } from './defaults.ts';
import { referralMessageFor, rewardFor } from './referral.ts';

const eur = (amount: number): Money => ({ amount, currency: 'EUR' });
const program: EmployeeProgram = {
  ...defaultSettings.referrals,
  wonByDealValue: [
    { from: eur(5_000_000), reward: eur(300_000) },
    { from: eur(1_000_000), reward: eur(200_000) },
    { from: { amount: 1, currency: 'USD' }, reward: eur(999_999) },
  ],
};

describe('rewardFor', () => {
  it.each<[ReferralState, Money | null, Money | null]>([
    ['submitted', null, null],
    ['accepted', null, null],
    ['qualified', eur(9_000_000), eur(25_000)],
    ['won', null, eur(100_000)],
    ['won', eur(999_999), eur(100_000)],
    ['won', eur(1_000_000), eur(200_000)],
    ['won', eur(4_999_999), eur(200_000)],
    ['won', eur(5_000_000), eur(300_000)],
    ['won', { amount: 9_000_000, currency: 'GBP' }, eur(100_000)],
    ['lost', eur(9_000_000), null],
    ['rejected', null, null],
    ['duplicate', null, null],
  ])('%s with a deal of %j earns %j', (state, dealValue, reward) => {
    expect(rewardFor(state, dealValue, program)).toEqual(reward);
  });

  it('earns nothing where the programme pays nothing', () => {
    expect(rewardFor('qualified', null, { ...program, qualified: eur(0) })).toBeNull();
  });
});

describe('referralMessageFor', () => {
  const referral = { name: 'Eva', company: 'Firma', reason: null };
  const said = (state: ReferralState, reason: string | null = null, dealValue: Money | null = null) =>
    referralMessageFor(state, { ...referral, reason }, program, dealValue);
  const who = { name: 'Eva', company: 'Firma' };

  it('names at once what a qualified lead earns', () => {
    expect(said('submitted')).toEqual({
      event: 'submitted',
      ...who,
      reward: null,
      next: eur(25_000),
      reason: null,
    });
  });

  it('says nothing when accepted', () => {
    expect(said('accepted')).toBeNull();
  });

  it('names what is earned and what is next when qualified, by the value of the deal', () => {
    const message = { event: 'qualified', ...who, reward: eur(25_000), reason: null };
    expect(said('qualified')).toEqual({ ...message, next: eur(100_000) });
    expect(said('qualified', null, eur(1_000_000))).toEqual({ ...message, next: eur(200_000) });
  });

  it('names what is earned when won', () => {
    expect(said('won', null, eur(5_000_000))).toEqual({
      event: 'won',
      ...who,
      reward: eur(300_000),
      next: null,
      reason: null,
    });
  });

  it.each(['lost', 'rejected', 'duplicate'] as const)('gives the reason when %s, and no money', (state) => {
    expect(said(state, 'known already')).toEqual({
      event: state,
      ...who,
      reward: null,
      next: null,
      reason: 'known already',
    });
  });
});
