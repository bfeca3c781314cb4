import { expect, it } from 'vitest';
import { blockProblems } from '../../../../test/slack/limits.ts';
import { sampleCard } from '../../test/samples.ts';
import { digestMessage } from './digest.ts';

const leads = (count: number) =>
  Array.from({ length: count }, (_, index) => sampleCard({ id: `lead_${index}` }));
const claims = (cards: ReturnType<typeof leads>): unknown[] =>
  digestMessage(cards).blocks.flatMap((block) =>
    block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory.value] : [],
  );

it.each([
  [1, '1 lead is waiting to be claimed.'],
  [45, '45 leads are waiting to be claimed.'],
  [60, '60 leads are waiting to be claimed.'],
])('fits %i leads into one message', (count, text) => {
  const message = digestMessage(leads(count));
  expect(message.text).toBe(text);
  expect(blockProblems(message.blocks, 'message')).toEqual([]);
});

it('shows 45 leads, each with its own Claim button, and counts the rest', () => {
  expect(claims(leads(60))).toEqual(Array.from({ length: 45 }, (_, index) => `lead_${index}`));
  expect(JSON.stringify(digestMessage(leads(60)).blocks)).toContain('and 15 more');
});

it('has no button for a lead that somebody has, or that is out', () => {
  expect(claims([sampleCard({ owner: 'U0BEN' }), sampleCard({ stage: 'disqualified' })])).toEqual([]);
});

it('shows who has a lead, what became of it, and how many still wait', () => {
  const cards = [
    sampleCard({ owner: 'U0BEN' }),
    sampleCard({ stage: 'disqualified' }),
    sampleCard({}, { waitingMinutes: 10 }),
  ];
  const { text, blocks } = digestMessage(cards);
  expect(text).toBe('1 lead is waiting to be claimed.');
  const shown = JSON.stringify(blocks);
  for (const words of ['With <@U0BEN>', 'Disqualified', 'Waiting for 10 minutes'])
    expect(shown).toContain(words);
  expect(digestMessage(cards.slice(0, 2)).text).toBe('Every lead has its person.');
});

it('holds the limits with 10,000 characters in every field', () => {
  const long = '<!here>'.repeat(1500);
  const many = leads(45).map((card) => ({
    ...card,
    lead: { ...card.lead, name: long, company: long },
    activity: [{ at: '2030-01-07T09:00:00Z', text: long }],
  }));
  expect(blockProblems(digestMessage(many).blocks, 'message')).toEqual([]);
});
