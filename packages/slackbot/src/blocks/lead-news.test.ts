import { describe, expect, it } from 'vitest';
import type { HistoryEntry, LeadNews } from '@headwater/contract';
import { blockProblems, viewProblems } from '../../../../test/slack/limits.ts';
import { sampleCard } from '../../test/samples.ts';
import { leadCardMessage } from './card.ts';
import { followUpModal } from './follow-up-modal.ts';
import { leadNewsMessage } from './lead-news.ts';
import { noteMessage } from './note.ts';
import { snoozeModal } from './snooze-modal.ts';

const long = '<!channel>👩‍👩‍👧‍👦 مرحبا '.repeat(400);
const news: LeadNews[] = [
  { kind: 'escalated', since: '2030-01-07T09:00:00Z', missedBy: long },
  { kind: 'snooze_over', reason: long },
  { kind: 'follow_up_due', attempt: 1, attempts: 6 },
];
const buttonsIn = (blocks: unknown): string[] =>
  [...JSON.stringify(blocks).matchAll(/"action_id":"(\w+)"/g)].map(([, id]) => id ?? '');

describe('news of a lead', () => {
  it.each(news)('$kind holds the limits and mentions nobody, whatever people wrote', (each) => {
    const card = sampleCard({ name: long, company: long, email: long }, { url: `https://x.example/${long}` });
    const message = leadNewsMessage(card, each);
    expect(blockProblems(message.blocks, 'message')).toEqual([]);
    expect(message.text).not.toContain('<!channel>');
    expect(message.text.length).toBeLessThan(1000);
  });

  it.each<[LeadNews['kind'], string | null, string[]]>([
    ['escalated', null, ['claim_escalation', 'reassign']],
    ['snooze_over', null, ['claim_snoozed', 'snooze', 'reassign']],
    ['snooze_over', 'U0BEN', ['log_follow_up', 'snooze', 'reassign']],
    ['follow_up_due', 'U0BEN', ['log_follow_up', 'snooze', 'reassign']],
  ])('%s of a lead of %s has the buttons %j', (kind, owner, buttons) => {
    const each = news.find((one) => one.kind === kind)!;
    expect(buttonsIn(leadNewsMessage(sampleCard({ owner }), each).blocks)).toEqual(buttons);
  });

  it.each([
    ['somebody claimed it', news[0]!, { owner: 'U0BEN' }],
    ['it was disqualified', news[2]!, { owner: 'U0BEN', stage: 'disqualified' as const }],
  ])('asks for nothing when %s by now', (_, each, changes) => {
    const { text, blocks } = leadNewsMessage(sampleCard(changes), each);
    expect(text).toBe('Eva Beispiel of Firma GmbH needs nothing from you any more.');
    expect(buttonsIn(blocks)).toEqual([]);
  });
});

it('the card of a snoozed lead says until when, by whom and why, within the limits', () => {
  const snoozed = { until: '2030-01-08T09:00:00Z', reason: long, by: 'U0BEN' };
  const { blocks } = leadCardMessage(sampleCard({ snoozed }));
  expect(blockProblems(blocks, 'message')).toEqual([]);
  const shown = JSON.stringify(blocks);
  expect(shown).toContain('Snoozed until <!date^1894093200^');
  expect(shown).toContain('by <@U0BEN>');
  expect(JSON.stringify(leadCardMessage(sampleCard()).blocks)).not.toContain('Snoozed');
});

it.each([
  ['snooze', snoozeModal('lead_1')],
  ['follow-up', followUpModal('lead_1')],
])('the %s modal is one that Slack opens', (_, view) => {
  expect(viewProblems(view)).toEqual([]);
  expect(view.private_metadata).toBe('lead_1');
});

describe('in the thread', () => {
  const entry = { id: 'h1', at: '2030-01-07T09:00:00Z', actor: null, to: 'U0BEN', note: null };
  it.each<[Partial<HistoryEntry>, string]>([
    [{ kind: 'escalated' }, 'Nobody claimed it in time: <@U0BEN> was told.'],
    [{ kind: 'escalated', to: null }, 'Nobody claimed it in time.'],
    [
      { kind: 'snoozed', actor: 'U0ANNA', to: '2030-01-08T09:00:00.000Z', note: 'On a train' },
      'Snoozed until <!date^1894093200^{date_short_pretty}, {time}|8 Jan, 09:00 UTC> by <@U0ANNA>: On a train',
    ],
    [{ kind: 'snooze_over' }, 'Due again for <@U0BEN>.'],
    [
      { kind: 'follow_up', actor: 'U0ANNA', to: null, note: 'Attempt 1' },
      'Follow-up by <@U0ANNA>: Attempt 1',
    ],
    [{ kind: 'follow_up_due' }, 'The next follow-up is due for <@U0BEN>.'],
  ])('%j reads %j', (changes, text) => {
    expect(noteMessage({ ...entry, kind: 'escalated', ...changes }).text).toBe(text);
  });
});
