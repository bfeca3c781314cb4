import type { QuarterReport, ReviewCard, RewardCard } from '@headwater/contract';
import { announcementMessage } from '../src/blocks/announcement.ts';
import { leaderboardMessage } from '../src/blocks/leaderboard.ts';
import { referralReviewMessage } from '../src/blocks/referral-review.ts';
import { rewardDecisionMessage } from '../src/blocks/reward-decision.ts';
import type { Surface } from './html.ts';

const euros = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
const whom = { name: 'Max Muster', company: 'Muster AG' };
const at = '2030-01-07T09:00:00Z';

export const review: ReviewCard = {
  referralId: 'ref_1',
  referrer: 'U0CARA',
  ...whom,
  review: {
    state: 'held',
    because: 'The address is of the same company as that of whoever referred, firma.de.',
    heldAt: at,
    decidedAt: null,
    decidedBy: null,
  },
  rewards: [euros(250)],
};

export const reward: RewardCard = {
  ...whom,
  reward: {
    id: 'rwd_1',
    referralId: 'ref_1',
    program: 'employee',
    referrer: 'U0CARA',
    kind: 'won',
    amount: euros(1000),
    rule: {},
    state: 'pending',
    reason: null,
    reversalOf: null,
    earnedAt: at,
    promisedUntil: '2030-01-14T09:00:00Z',
    payoutId: null,
    isLate: false,
    steps: [{ state: 'pending', at, by: null, reason: null }],
  },
};

const counted = (referrals: number, qualified: number, won: number) => ({ referrals, qualified, won });
const earned = (paid: number) => ({ pending: [], approved: [], paid: paid > 0 ? [euros(paid)] : [] });

/** Of a quarter that nothing changes any more. */
const ranks: QuarterReport = {
  quarter: '2029-Q4',
  timeZone: 'Europe/Berlin',
  from: '2029-09-30T22:00:00Z',
  to: '2029-12-31T23:00:00Z',
  final: true,
  finalFrom: '2030-01-13T23:00:00Z',
  rows: [
    { referrer: 'U0CARA', team: 'Support', ...counted(6, 3, 1), ...earned(1750) },
    { referrer: 'U0BEN', team: null, ...counted(4, 1, 0), ...earned(250) },
  ],
  totals: { ...counted(10, 4, 1), ...earned(2000) },
  teams: [{ team: 'Support', ...counted(6, 3, 1), ...earned(1750) }],
};

/** What is shown of referrals and what they earn. */
export const referralSurfaces: Record<string, Surface> = {
  review: referralReviewMessage(review),
  reward: rewardDecisionMessage(reward),
  won: announcementMessage({ event: 'won', referralId: 'ref_1', referrer: 'U0CARA', ...whom }),
  'leaderboard-final': leaderboardMessage(ranks),
};
