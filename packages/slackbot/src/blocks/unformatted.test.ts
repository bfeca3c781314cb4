import { describe, expect, it } from 'vitest';
import type { LeadNews, ReferralMessage, QuarterReport } from '@headwater/contract';
import { blockProblems } from '../../../../test/slack/limits.ts';
import { sampleCard } from '../../test/samples.ts';
import { announcementMessage } from './announcement.ts';
import type { SlackMessage } from './card.ts';
import { leaderboardMessage } from './leaderboard.ts';
import { leadNewsMessage } from './lead-news.ts';
import { referralMessage } from './referral-message.ts';

const marked = '*bold* _it_ ~st~ `x` https://evil.example/x';
const company = marked;
const lead = sampleCard({ name: marked, company });

const news = (changes: Partial<ReferralMessage>): ReferralMessage => ({
  event: 'thanked',
  name: marked,
  company,
  reward: null,
  next: null,
  reason: marked,
  by: 'U0BEN',
  ...changes,
});
const about = { referralId: 'ref_1', referrer: 'U0EMMA', name: marked, company };
const none = { pending: [], approved: [], paid: [] };
const row = { referrals: 1, qualified: 0, won: 0, ...none };
const report: QuarterReport = {
  quarter: '2026-Q1',
  timeZone: 'Europe/Berlin',
  from: '2026-01-01T00:00:00Z',
  to: '2026-04-01T00:00:00Z',
  final: false,
  finalFrom: '2026-04-15T00:00:00Z',
  rows: [{ referrer: 'U0EMMA', team: null, ...row }],
  totals: row,
  teams: [{ team: marked, ...row }],
};

const leadNews: LeadNews[] = [
  { kind: 'escalated', since: '2030-01-07T09:00:00Z', missedBy: 'U0BEN' },
  { kind: 'snooze_over', reason: marked },
  { kind: 'follow_up_due', attempt: 1, attempts: 6 },
];

const messages: [string, SlackMessage][] = [
  ...leadNews.map((each): [string, SlackMessage] => [each.kind, leadNewsMessage(lead, each)]),
  ['settled', leadNewsMessage(sampleCard({ name: marked, company, stage: 'lost' }), leadNews[1]!)],
  ['won', announcementMessage({ event: 'won', ...about })],
  ['overdue in the channel', announcementMessage({ event: 'overdue', ...about })],
  ['thanked', referralMessage(news({}))],
  ['overdue', referralMessage(news({ event: 'overdue' }))],
  ['reward_late', referralMessage(news({ event: 'reward_late' }))],
  ['leaderboard', leaderboardMessage(report)],
];

const formattedIn = ({ blocks }: SlackMessage): string[] =>
  [...JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, words = '']) => words,
  );

describe('what people typed is not formatted', () => {
  it.each(messages)('in %s', (_, message) => {
    expect(blockProblems(message.blocks, 'message')).toEqual([]);
    expect(JSON.stringify(message.blocks)).toContain('*bold* _it_ ~st~ `x`');
    for (const words of formattedIn(message)) expect(words).not.toMatch(/bold|_it_|~st~|`x`|evil/);
  });
});

describe('news of an entry that takes back what was paid', () => {
  const reward = { amount: -25_000, currency: 'EUR' };
  it.each<[ReferralMessage['event'], string]>([
    ['reward_approved', '€250 that you were paid for referring Max is taken back with the next payroll.'],
    ['reward_paid', '€250 that you were paid for referring Max has been taken back.'],
    ['reward_rejected', '€250 that you were paid for referring Max stays yours: it is not taken back.'],
    [
      'reward_reversed',
      '€250 that you were paid for referring Max stays yours: it is not taken back after all.',
    ],
  ])('%s reads %j', (event, text) => {
    const { by: _, ...message } = news({ event, name: 'Max', company: '', reason: null, reward });
    expect(referralMessage(message).text).toBe(text);
  });
});
