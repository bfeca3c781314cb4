import { describe, expect, it } from 'vitest';
import type { RewardState } from '@headwater/contract';
import { defaultSettings } from './defaults.ts';
import { approverOf, decideReward, earnedReward, promisedUntil, type RewardDecision } from './reward.ts';

const fresh = { isHandedOver: false, isReversal: false, keepAfterPayment: true };
const states: RewardState[] = ['pending', 'approved', 'paid', 'rejected', 'reversed'];
const decisions: RewardDecision[] = ['approve', 'reject', 'reverse', 'pay'];

describe('a decision on a reward', () => {
  it('moves it only along its way', () => {
    const legal = states.flatMap((state) =>
      decisions.flatMap((decision) => {
        const verdict = decideReward({ ...fresh, state }, decision);
        return verdict.outcome === 'moves' ? [`${state} ${decision} ${verdict.to}`] : [];
      }),
    );
    expect(legal).toEqual([
      'pending approve approved',
      'pending reject rejected',
      'pending reverse reversed',
      'approved reverse reversed',
      'approved pay paid',
    ]);
  });

  it.each([
    [{ state: 'paid', isHandedOver: true }, true, 'kept'],
    [{ state: 'paid', isHandedOver: true }, false, 'owed_back'],
    [{ state: 'approved', isHandedOver: true }, true, 'kept'],
    [{ state: 'approved', isHandedOver: true }, false, 'owed_back'],
    [{ state: 'paid', isHandedOver: true, isReversal: true }, false, 'illegal'],
    [{ state: 'rejected' }, false, 'illegal'],
  ] as const)('to reverse %j goes by the rule (keep: %s): %s', (given, keepAfterPayment, outcome) => {
    expect(decideReward({ ...fresh, ...given, keepAfterPayment }, 'reverse').outcome).toBe(outcome);
  });
});

describe('what is earned', () => {
  const program = {
    ...defaultSettings.referrals,
    wonByDealValue: [
      { from: { amount: 5_000_000, currency: 'EUR' }, reward: { amount: 200_000, currency: 'EUR' } },
    ],
  };

  it('is the amount of the tier, with the rule and the deal it came from', () => {
    const dealValue = { amount: 6_000_000, currency: 'EUR' };
    expect(earnedReward('won', dealValue, program)).toEqual({
      amount: { amount: 200_000, currency: 'EUR' },
      rule: {
        kind: 'won',
        reward: program.won,
        dealValue,
        wonByDealValue: program.wonByDealValue,
        keepAfterPayment: true,
        leavers: 'pay',
        paidWithinWorkingDays: 5,
      },
    });
  });

  it('is nothing where the programme pays nothing', () => {
    const free = { ...program, qualified: { amount: 0, currency: 'EUR' } };
    expect(earnedReward('qualified', null, free)).toBeNull();
  });

  it.each([
    ['Tuesday morning: the next Tuesday', '2026-03-03T10:00:00Z', '2026-03-10T10:00:00.000Z'],
    ['Saturday: Friday evening', '2026-03-07T12:00:00Z', '2026-03-13T17:00:00.000Z'],
    ['Friday night: the next Friday evening', '2026-03-06T22:00:00Z', '2026-03-13T17:00:00.000Z'],
  ])('is promised within five working days. %s', (_, earnedAt, until) => {
    const ms = promisedUntil(Date.parse(earnedAt), defaultSettings.calendar);
    expect(new Date(ms).toISOString()).toBe(until);
  });

  it('is promised in days as long as those of a night shift', () => {
    const nights = { ...defaultSettings.calendar, from: '22:00', to: '06:00' };
    const ms = promisedUntil(Date.parse('2026-03-02T22:00:00Z'), nights);
    expect(new Date(ms).toISOString()).toBe('2026-03-07T06:00:00.000Z');
  });
});

describe('the approver', () => {
  it.each([
    ['is who is named', { approver: 'U0APP' }, { admin: 'U0ADM' }, 'U0APP'],
    ['is the admin where nobody is named', {}, { admin: 'U0ADM' }, 'U0ADM'],
    ['is never who earns it', { approver: 'U0EMMA' }, { admin: 'U0ADM' }, 'U0ADM'],
    ['is nobody where there is nobody else', { approver: 'U0EMMA' }, { admin: 'U0EMMA' }, null],
  ])('%s', (_, program, people, approver) => {
    expect(approverOf('U0EMMA', program, people)).toBe(approver);
  });
});
