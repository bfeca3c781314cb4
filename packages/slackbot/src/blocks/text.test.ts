import { describe, expect, it } from 'vitest';
import { clip, dateToken, escaped, link, person, plain, utcTime } from './text.ts';

const family = '👩‍👩‍👧‍👦';

describe('clip', () => {
  it.each([
    ['short text is kept', 'Eva', 10, 'Eva'],
    ['text that just fits is kept', 'abcde', 5, 'abcde'],
    ['longer text ends in an ellipsis', 'abcdef', 5, 'abcd…'],
    ['an emoji of several code points is not cut', `ab${family}c`, 12, 'ab…'],
    ['half a surrogate pair is replaced', 'a\uD83D', 5, 'a\uFFFD'],
    ['marks that turn the direction are dropped', 'a\u202Ecod.exe', 20, 'a cod.exe'],
    ['right-to-left text is kept', 'שלום עולם', 20, 'שלום עולם'],
    ['controls are dropped, line breaks are kept', 'a\0b\nc', 20, 'a b\nc'],
  ])('%s', (_, text, max, expected) => {
    expect(clip(text, max)).toBe(expected);
  });
});

describe('escaped', () => {
  it.each([
    ['a mention of the channel', '<!channel>', '&lt;!channel&gt;'],
    ['a forged link', '<https://evil.example|your bank>', '&lt;https://evil.example|your bank&gt;'],
    ['an entity', '&lt;', '&amp;lt;'],
  ])('shows %s as text', (_, text, expected) => {
    expect(escaped(text, 100)).toBe(expected);
  });

  it('counts what escaping adds, and never cuts an entity', () => {
    expect(escaped('&&&&&', 12)).toBe('&amp;&amp;…');
  });
});

describe('plain', () => {
  it('is never empty, which Slack would refuse', () => {
    expect(plain('  ')).toEqual({ type: 'plain_text', text: '–', emoji: false });
  });
});

describe('person', () => {
  it.each([
    ['mentions a Slack user', 'U024BE7LH', '<@U024BE7LH>'],
    ['names a key', 'crm', 'crm'],
    ['escapes what only looks like one', 'U1> <!here>', 'U1&gt; &lt;!here&gt;'],
  ])('%s', (_, actor, expected) => {
    expect(person(actor)).toBe(expected);
  });
});

describe('times and links', () => {
  it('leaves the time zone to the reader, with UTC where the date cannot be shown', () => {
    expect(dateToken('2030-01-07T09:05:00Z')).toBe(
      '<!date^1894007100^{date_short_pretty}, {time}|7 Jan, 09:05 UTC>',
    );
    expect(utcTime('2030-01-07T23:59:00+02:00')).toBe('7 Jan, 21:59 UTC');
  });

  it('cannot be broken out of by an address', () => {
    expect(link('https://x.example/|<!here>', 'Open')).toBe('<https://x.example/%7C&lt;!here&gt;|Open>');
  });
});
