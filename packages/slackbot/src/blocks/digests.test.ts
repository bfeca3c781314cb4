import { describe, expect, it } from 'vitest';
import type { HomeLead, WeeklySummary } from '@headwater/contract';
import { blockProblems } from '../../../../test/slack/limits.ts';
import { sampleHomeLead as lead } from '../../test/home-samples.ts';
import { morningMessage, recognitionMessage, weeklyMessage } from './digests.ts';

const hostile = '<!channel> *👩‍👩‍👧‍👦* <http://evil.example|ok> مرحبا '.repeat(250);
const mine = lead({ claimed: true, deadline: null });
const formattedIn = (blocks: unknown): string[] =>
  [...JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":"([^"]*)"/g)].map(([, text]) => text!);

describe('the morning list', () => {
  const say = (leads: HomeLead[], total = leads.length) =>
    morningMessage({ slackUser: 'U0ANNA', leads, total });

  it.each([
    [[], 0, 'Nothing is waiting for you any more.'],
    [[mine], 1, 'You have 1 open lead.'],
    [[lead(), mine], 2, 'You have 2 open leads, 1 of them to be claimed.'],
  ])('of %o and %i in all says %s', (leads, total, text) => {
    expect(say(leads, total).text).toBe(text);
  });

  it('has a button to claim what is to be claimed, and one to open what is theirs', () => {
    const buttons = say([lead({ id: 'lead_2' }), mine]).blocks.flatMap((block) =>
      block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory] : [],
    );
    expect(buttons).toMatchObject([
      { action_id: 'claim_morning', value: 'lead_2', text: { text: 'Claim' } },
      { action_id: 'home_open', url: mine.url, text: { text: 'Open' } },
    ]);
    expect(JSON.stringify(say([{ ...mine, stage: 'sql' }]).blocks)).toContain('SQL · ');
  });

  it('fits 200 leads with hostile names, and counts those left out', () => {
    const leads = Array.from({ length: 200 }, () => lead({ name: hostile, company: hostile }));
    const { blocks } = say(leads, 500);
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(JSON.stringify(blocks)).toContain('and 455 that are less urgent');
    expect(formattedIn(blocks).filter((text) => /<!channel>|<http/.test(text))).toEqual([]);
  });
});

describe('the weekly summary', () => {
  const summary: WeeklySummary = {
    from: '2026-02-23',
    until: '2026-03-01',
    leads: 12,
    claimed: 10,
    inTime: 9,
    medianMinutes: 4.5,
    sources: [{ source: 'linkedin', leads: 7 }],
    referrers: [{ referrer: 'U0ANNA', leads: 2 }],
  };

  it('says the week in one sentence, and the rest below', () => {
    const { text, blocks } = weeklyMessage(summary);
    expect(text).toBe(
      'The week of 23 February to 1 March: 12 leads, 10 claimed, 9 of them in time. From alert to claim in working time, median: 4.5 min.',
    );
    expect(JSON.stringify(blocks)).toContain('• linkedin: 7');
    expect(JSON.stringify(blocks)).toContain('<@U0ANNA>: 2');
  });

  it('leaves out what there was not', () => {
    const empty = { ...summary, leads: 1, claimed: 0, inTime: 0, medianMinutes: null };
    const { text, blocks } = weeklyMessage({ ...empty, sources: [], referrers: [] });
    expect(text).toBe('The week of 23 February to 1 March: 1 lead, 0 claimed, 0 of them in time.');
    expect(blocks).toHaveLength(2);
  });

  it('holds the limits with hostile sources', () => {
    const sources = Array.from({ length: 5 }, () => ({ source: hostile, leads: 1 }));
    const referrers = Array.from({ length: 5 }, () => ({ referrer: hostile, leads: 1 }));
    const { blocks } = weeklyMessage({ ...summary, sources, referrers });
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(formattedIn(blocks).filter((text) => /<!channel>|<http/.test(text))).toEqual([]);
  });
});

describe('the recognition', () => {
  const rows = [{ referrer: 'U0ANNA', submitted: 3, qualified: 2, won: 1 }];

  it('names the month, the people, and what came of it', () => {
    const { text, blocks } = recognitionMessage({ month: '2026-02', rows, total: 3 });
    expect(text).toBe('Thank you for referring in February 2026: <@U0ANNA>.');
    expect(JSON.stringify(blocks)).toContain('3 people were referred to us. Thank you!');
    expect(JSON.stringify(blocks)).toContain('1. <@U0ANNA>: 3 submitted, 2 qualified, 1 won');
  });

  it('holds the limits with hostile names', () => {
    const many = Array.from({ length: 10 }, () => ({ ...rows[0]!, referrer: hostile }));
    const { blocks } = recognitionMessage({ month: '2026-02', rows: many, total: 1 });
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(JSON.stringify(blocks)).toContain('1 person was referred');
  });
});
