import { describe, expect, it } from 'vitest';
import type { StoredEvent } from './event.ts';
import { segmentOf, surveyAnswer } from './survey.ts';

const reported = (
  props: Record<string, unknown> | undefined,
  name = 'survey',
  kind = 'event',
): StoredEvent => ({
  id: 'e1',
  kind,
  visitor: 'v1',
  at: 1,
  sentAt: null,
  receivedAt: 1,
  body: { name, props },
});

describe('an answer to a survey', () => {
  it.each([
    [{ survey: 'role', answer: 'Marketing', segment: 'marketer' }, ['role', 'Marketing', 'marketer']],
    [{ survey: ' role ', answer: ' Sales ' }, ['role', 'Sales', null]],
    [{ survey: 'seats', answer: 50, segment: 7 }, ['seats', '50', '7']],
    [{ answer: true }, ['a survey', 'true', null]],
    [{ survey: 'role', segment: 'marketer' }, ['role', 'marketer', 'marketer']],
    [{ survey: 'role', answer: 'a', segment: ' ' }, ['role', 'a', null]],
    [{ survey: 'role', answer: 'a', segment: null }, ['role', 'a', null]],
  ])('%j is %j', (props, [survey, answer, segment]) => {
    expect(surveyAnswer(reported(props))).toEqual({ survey, answer, segment });
  });

  it.each([
    ['an event of another name', reported({ answer: 'a', segment: 'b' }, 'poll')],
    ['a page of that name', reported({ answer: 'a', segment: 'b' }, 'survey', 'page')],
    ['nothing said', reported({ survey: 'role' })],
    ['no properties', reported(undefined)],
    ['an object', reported({ answer: { a: 1 } })],
  ])('is not %s', (_, event) => {
    expect(surveyAnswer(event)).toBeNull();
  });

  it('is cut to what a card can show', () => {
    expect(surveyAnswer(reported({ answer: 'x'.repeat(1000) }))?.answer).toHaveLength(200);
  });
});

describe('the segment', () => {
  it.each<[string, (Record<string, unknown> | undefined)[], string | null]>([
    [
      'is that of the last answer',
      [
        { answer: 'a', segment: 'one' },
        { answer: 'b', segment: 'two' },
      ],
      'two',
    ],
    ['stays where a later answer names none', [{ answer: 'a', segment: 'one' }, { answer: 'b' }], 'one'],
    ['is none without an answer', [undefined], null],
  ])('%s', (_, answers, segment) => {
    expect(segmentOf(answers.map((props) => reported(props)))).toBe(segment);
  });
});
