import { describe, expect, it } from 'vitest';
import { blockProblems } from '../../../../test/slack/limits.ts';
import { whyThem } from './card-why.ts';

const assignment = {
  owner: 'U0ANNA001',
  channel: '#hot',
  deadline: null,
  rule: 'Hot',
  because: '',
  tried: [],
};
const words = (because: string, changes: object = {}): string[] =>
  whyThem({ assignment: { ...assignment, because, ...changes } }).flatMap(({ elements }) =>
    elements.map((element) => ('text' in element ? `${element.type}: ${element.text}` : '')),
  );

describe('why this person', () => {
  it('is told with people as people and everything else as text', () => {
    expect(words('the account belongs to U0BERT002; next in turn of *Sales*')).toEqual([
      'mrkdwn: Why <@U0ANNA001>:',
      'plain_text: the account belongs to',
      'mrkdwn: <@U0BERT002>',
      'plain_text: ; next in turn of *Sales* (rule “Hot”)',
    ]);
  });

  it('takes no word in capitals for a person', () => {
    expect(words('campaign is WEBINAR', { rule: 'fallback' })).toEqual([
      'mrkdwn: Why <@U0ANNA001>:',
      'plain_text: campaign is WEBINAR',
    ]);
  });

  it('is why it is here where it is nobody in particular', () => {
    expect(words('no rule matched', { owner: null, rule: 'fallback' })[0]).toBe('mrkdwn: Why here:');
  });

  it('is nothing without an assignment, and holds the limits with any number of people', () => {
    expect(whyThem({ assignment: null })).toEqual([]);
    const because = 'U0ANNA001, '.repeat(1000);
    expect(blockProblems(whyThem({ assignment: { ...assignment, because } }), 'message')).toEqual([]);
  });
});
