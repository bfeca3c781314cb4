import { describe, expect, it } from 'vitest';
import { stages } from '@headwater/contract';
import { blockProblems, messageProblems, viewProblems } from '../../../../test/slack/limits.ts';
import { sampleCard } from '../../test/samples.ts';
import { replacedCardMessage } from './card-replaced.ts';
import { leadPreview } from './lead-preview.ts';
import { searchMessage } from './lead-search.ts';
import { stageModal } from './stage-modal.ts';

const at = '2030-01-07T09:00:00Z';
const hostile = [
  '<!channel> ',
  '👩‍👩‍👧‍👦',
  'مرحبا \u202E',
  '&<>*_~`|',
  '<https://evil.example|click> ',
  '\0\ud800',
];
const longest = hostile.map((piece) => piece.repeat(Math.ceil(10_000 / piece.length)));

function hostileLead(text: string) {
  const source = { source: text, medium: text, campaign: text, content: text, channel: text, family: null };
  const who = { name: text, company: text, email: text, owner: text, originalSource: source };
  return sampleCard(who, { message: text, referredBy: text });
}

/** Everything that Slack would format. */
const formatted = (blocks: unknown): string =>
  JSON.stringify(blocks)
    .match(/"mrkdwn","text":"[^"]*"/g)
    ?.join() ?? '';

describe.each(longest)('with 10,000 characters from outside, case %#', (text) => {
  const { lead } = hostileLead(text);
  const form = {
    leadId: 'lead_1',
    who: text.slice(0, 200),
    stage: 'sql' as const,
    since: at,
    currency: 'EUR',
  };
  const typed = { revenue: text, value: text, margin: text, currency: text, reason: text };

  it.each([
    ['a search', searchMessage(text, Array(12).fill(lead), true)],
    ['a search in vain', searchMessage(text, [], false)],
    ['a replaced card', replacedCardMessage(hostileLead(text))],
  ])('%s holds the limits, and nothing of it is read as formatting', (_, message) => {
    expect(messageProblems(message as never)).toBeNull();
    expect(blockProblems(message.blocks, 'message')).toEqual([]);
    expect(message.text.length).toBeLessThan(1000);
    for (const words of [message.text, formatted(message.blocks)]) {
      expect(words).not.toContain('<!');
      expect(words).not.toContain('<https://evil');
    }
  });

  it('a preview holds the limits, and nothing of it is read as formatting', () => {
    const blocks = leadPreview(hostileLead(text), at);
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(formatted(blocks)).not.toMatch(/<!(?!date)|<https/);
  });

  it.each(stages)('the stage modal for %s holds the limits', (stage) => {
    expect(viewProblems(stageModal(form, { ...typed, stage }, text))).toEqual([]);
  });
});

describe('a search', () => {
  const leads = (count: number) =>
    Array.from({ length: count }, (_, index) => sampleCard({ id: `lead_${index}` }).lead);
  it.each([
    [
      0,
      false,
      'No lead found for “eva”. Part of a name, a company or an e-mail address is enough: `/lead search firma`',
    ],
    [1, false, '1 lead for “eva”.'],
    [10, false, '10 leads for “eva”.'],
    [10, true, 'The newest 10 leads for “eva”.'],
    [12, false, 'The newest 10 leads for “eva”.'],
  ])('that found %d (more: %s) says so', (count, hasMore, text) => {
    const message = searchMessage('eva', leads(count), hasMore);
    expect(message.text).toBe(text);
    expect(JSON.stringify(message.blocks).match(/show_lead/g)?.length ?? 0).toBe(Math.min(count, 10));
  });
});

it('a preview tells neither address nor number nor message of the person', () => {
  const card = sampleCard({ name: null, phone: '+49 30 123' });
  const shown = JSON.stringify(leadPreview(card, at));
  for (const secret of ['eva@firma.de', '+49 30 123', 'When can we see it?'])
    expect(shown).not.toContain(secret);
  expect(shown).toContain('Somebody of Firma GmbH');
});

it('the stage modal offers every stage but the present one', () => {
  const form = { leadId: 'lead_1', who: 'Eva', stage: 'mql' as const, since: at, currency: 'EUR' };
  const shown = JSON.stringify(stageModal(form));
  for (const stage of stages) expect(shown.includes(`"value":"${stage}"`)).toBe(stage !== 'mql');
});
