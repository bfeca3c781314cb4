import { describe, expect, it } from 'vitest';
import type { ReferralMessage, QuarterReport, RewardCard } from '@headwater/contract';
import { blockProblems, viewProblems } from '../../../../test/slack/limits.ts';
import { announcementMessage } from './announcement.ts';
import { leaderboardMessage } from './leaderboard.ts';
import { referralReviewMessage } from './referral-review.ts';
import { referralMessage } from './referral-message.ts';
import { rejectRewardModal, rewardDecisionMessage } from './reward-decision.ts';

const long = '<!channel> <http://evil.example|here> *bold* 👩‍👩‍👧‍👦 שלום \u202E'.repeat(300);
const euros = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });

const card = (changes: Partial<RewardCard['reward']> = {}, person = 'Max'): RewardCard => ({
  name: person,
  company: person === 'Max' ? 'Muster AG' : person,
  reward: {
    id: 'rwd_1',
    referralId: 'ref_1',
    program: 'employee',
    referrer: 'U0EMMA',
    kind: 'won',
    amount: euros(1000),
    rule: {},
    state: 'pending',
    reason: null,
    reversalOf: null,
    earnedAt: '2030-01-07T09:00:00Z',
    promisedUntil: '2030-01-14T09:00:00Z',
    payoutId: null,
    isLate: false,
    steps: [{ state: 'pending', at: '2030-01-07T09:00:00Z', by: null, reason: null }],
    ...changes,
  },
});

const decided = (state: 'approved' | 'rejected', reason: string | null = null) =>
  card({ state, reason, steps: [{ state, at: '2030-01-08T09:00:00Z', by: 'U0FIN', reason }] });

describe('a reward for its approver', () => {
  it('has both buttons while it is pending, and none afterwards', () => {
    const actionsOf = (shown: RewardCard) =>
      JSON.stringify(rewardDecisionMessage(shown).blocks).match(/reward_(approve|reject)/g);
    expect(actionsOf(card())).toEqual(['reward_approve', 'reward_reject']);
    expect(actionsOf(decided('approved'))).toBeNull();
    expect(JSON.stringify(rewardDecisionMessage(decided('rejected', 'Known before')).blocks)).toMatch(
      /rejected by <@U0FIN>.*Known before/,
    );
  });

  it('says what it is, for whom, and until when it is promised', () => {
    const shown = JSON.stringify(rewardDecisionMessage(card()).blocks);
    for (const words of ['€1,000 for <@U0EMMA>: a won deal', 'Max of Muster AG', '14 Jan, 09:00 UTC'])
      expect(shown).toContain(words);
    const back = rewardDecisionMessage(
      card({ amount: euros(-1000), reversalOf: 'rwd_0', promisedUntil: null }),
    );
    expect(back.text).toBe('A reward to take back: -€1,000 for referring Max of Muster AG');
  });
});

const review = (state: 'held' | 'rejected') => ({
  referralId: 'ref_1',
  referrer: long,
  name: long,
  company: long,
  review: { state, because: long, heldAt: '2030-01-07T09:00:00Z', decidedAt: null, decidedBy: long },
  rewards: [euros(250), euros(1000)],
});

describe('texts of any length and kind', () => {
  const about = { name: long, company: long, reason: long };
  const events: ReferralMessage['event'][] = [
    'reward_approved',
    'reward_rejected',
    'reward_paid',
    'reward_reversed',
    'reward_taken_back',
    'reward_changed',
    'reward_late',
    'thanked',
    'overdue',
    'ask',
    'held',
    'released',
    'not_counted',
  ];
  const messages = [
    ...events.map((event) =>
      referralMessage({ event, ...about, reward: euros(1), next: null, until: '2030-01-14', by: 'U0BEN' }),
    ),
    referralReviewMessage(review('held')),
    referralReviewMessage(review('rejected')),
    rewardDecisionMessage(card({ reason: long, referrer: long }, long)),
    ...(['won', 'overdue'] as const).map((event) =>
      announcementMessage({ event, referralId: 'ref_1', referrer: long, ...about }),
    ),
    leaderboardMessage(board(200, long)),
  ];

  it.each(messages)('hold the limits and mention nobody (%#)', ({ text, blocks }) => {
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(text.length).toBeLessThan(40_000);
    const formatted = blocks.flatMap((block) => JSON.stringify(block).match(/"type":"mrkdwn".*?"}/g) ?? []);
    for (const words of [text, ...formatted]) expect(words).not.toMatch(/<!channel>|<http/);
  });

  it('hold for the modal that asks why', () => {
    expect(viewProblems(rejectRewardModal('rwd_1'))).toEqual([]);
  });
});

function board(people: number, team: string): QuarterReport {
  const score = {
    referrals: 3,
    qualified: 2,
    won: 1,
    pending: ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK'].map((currency) => ({
      amount: 12_345,
      currency,
    })),
    approved: [euros(250)],
    paid: [],
  };
  return {
    quarter: '2026-Q1',
    final: false,
    finalFrom: '2030-04-15T00:00:00Z',
    timeZone: 'Europe/Berlin',
    from: '2025-12-31T23:00:00Z',
    to: '2026-03-31T22:00:00Z',
    rows: Array.from({ length: people }, (_, index) => ({ referrer: `U0P${index}`, team, ...score })),
    totals: score,
    teams: Array.from({ length: people }, () => ({ team, ...score })),
  };
}

describe('the leaderboard', () => {
  it('numbers people with what is pending, approved and paid, and says how many are not shown', () => {
    const shown = JSON.stringify(leaderboardMessage(board(25, 'Support')).blocks);
    expect(shown).toContain('*1.* <@U0P0>: 3 referred, 2 qualified, 1 won\\n€123.45 and $123.45 and £123.45');
    expect(shown).toContain('pending, €250 approved');
    expect(shown).toContain('and 5 more');
  });

  it('invites where nobody referred anybody', () => {
    expect(leaderboardMessage(board(0, '')).text).toBe('Referrals in 2026-Q1: nobody yet.');
  });
});
