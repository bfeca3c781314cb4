import { describe, expect, it } from 'vitest';
import { blockProblems } from '../../../../test/slack/limits.ts';
import { sampleCard } from '../../test/samples.ts';
import { leadCardMessage } from './card.ts';
import { noticeMessage, redirectedMessage } from './notice.ts';

const long = '<!channel>👩‍👩‍👧‍👦 مرحبا '.repeat(400);
const archived = { place: '#sales-hot', error: 'is_archived', instead: '#leads' };

describe('the notice about a place that cannot be posted to', () => {
  it.each([
    [
      archived,
      '#sales-hot cannot be posted to: the channel is archived. What is meant for it goes to #leads.',
    ],
    [
      { place: 'U0BEN', error: 'user_disabled', instead: '#leads' },
      '<@U0BEN> cannot be posted to: the person’s account is deactivated. What is meant for it goes to #leads.',
    ],
    [
      { place: '#leads', error: 'odd_error', instead: '#leads' },
      '#leads cannot be posted to: Slack answered odd_error. It is the fallback channel: until it works, what is meant for it is tried again.',
    ],
  ])('%j', (unreachable, text) => {
    expect(noticeMessage(unreachable).text).toContain(text);
  });

  it('holds the limits', () => {
    const { text, blocks } = noticeMessage({ place: long, error: long, instead: long });
    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(text).not.toContain('<!channel>');
  });
});

describe('a message that goes elsewhere', () => {
  it('says first for whom it was and why it is here', () => {
    const { text, blocks } = redirectedMessage(leadCardMessage(sampleCard()), archived);
    expect(text).toMatch(/^Meant for #sales-hot: the channel is archived\. Eva Beispiel/);
    expect(JSON.stringify(blocks[0])).toContain('Meant for #sales-hot');
    expect(blockProblems(blocks, 'message')).toEqual([]);
  });
});
