import { expect, it } from 'vitest';
import { sampleCard } from '../../test/samples.ts';
import { leadCardMessage } from './card.ts';
import { waitingFor } from './waiting.ts';

it.each([
  [0, []],
  [1, ['Waiting for 1 minute']],
  [10, ['Waiting for 10 minutes']],
  [119, ['Waiting for 119 minutes']],
  [121, ['Waiting for 2 hours']],
  [2879, ['Waiting for 47 hours']],
  [2880, ['Waiting for 2 days']],
])('%i minutes', (waitingMinutes, words) => {
  expect(waitingFor(sampleCard({}, { waitingMinutes }))).toEqual(words);
});

it('stands on the card until somebody has the lead', () => {
  const shown = (owner: string | null) =>
    JSON.stringify(leadCardMessage(sampleCard({ owner }, { waitingMinutes: 10 })).blocks);
  expect(shown(null)).toContain('Waiting for 10 minutes');
  expect(shown('U0BEN')).not.toContain('Waiting for');
});
