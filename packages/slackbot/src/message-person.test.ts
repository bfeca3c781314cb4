import { describe, expect, it } from 'vitest';
import { personIn, shownText } from './message-person.ts';

describe('what a message says of somebody', () => {
  it.each([
    [
      'Met Jane Doe of Acme Tools GmbH at the fair: <mailto:jane.doe@acme.example|jane.doe@acme.example>, <tel:+49301234567|+49 30 1234567>',
      {
        name: 'Jane Doe',
        company: 'Acme Tools GmbH',
        email: 'jane.doe@acme.example',
        phone: '+49 30 1234567',
      },
    ],
    [
      'Jane Doe &lt;<mailto:jd@acme-tools.co.uk|jd@acme-tools.co.uk>&gt; asks for a demo',
      { name: 'Jane Doe', company: 'Acme Tools', email: 'jd@acme-tools.co.uk', phone: '' },
    ],
    [
      'Name: Zoë van Dyk\nFirma: Q&amp;A Partners\nTel: 030 / 123 45 67\nMail: z@gmail.com',
      { name: 'Zoë van Dyk', company: 'Q&A Partners', email: 'z@gmail.com', phone: '030 / 123 45 67' },
    ],
    ['please ask Jane Doe &lt;j@acme.com&gt;', { name: 'Jane Doe', company: 'Acme', email: 'j@acme.com' }],
    ["I wrote to 'jane' (j@acme.com)", { name: '', company: 'Acme', email: 'j@acme.com' }],
    ['write to max.muster@gmail.com', { name: 'Max Muster', company: '', email: 'max.muster@gmail.com' }],
    ['info@acme.com wants a demo', { name: '', company: 'Acme', email: 'info@acme.com' }],
    [
      'Hallo Herr Müller von Müller & Söhne KG hat angerufen, 0171-2345678.',
      { name: 'Müller', company: 'Müller & Söhne KG', phone: '0171-2345678' },
    ],
    [
      'Look: <https://www.linkedin.com/in/jane-doe-42?x=1|her profile>',
      { linkedin: 'https://www.linkedin.com/in/jane-doe-42', email: '', name: '' },
    ],
    ['The meeting of Monday is on 01.02.2026 at 10:00, order 4711 0815', { phone: '', name: '', email: '' }],
    ['I know somebody', { name: '', company: '', email: '', phone: '', linkedin: '' }],
  ])('%s', (text, expected) => {
    expect(personIn(text)).toMatchObject(expected);
  });

  it('is kept with its own words, as they were read', () => {
    const text = 'Ask <@U0ANNA> in <#C1|sales> &lt;3 <!channel> <https://acme.example/a|their page>';
    expect(personIn(text).relationship).toBe('Ask in #sales <3 @channel their page (https://acme.example/a)');
  });

  it('takes no time to be found in the longest message', () => {
    for (const part of ['a', 'Aa ', 'A@', '0 ', '<', 'Name: ', 'a.', '&lt;']) {
      const startedAt = performance.now();
      personIn(part.repeat(40_000 / part.length));
      expect(performance.now() - startedAt).toBeLessThan(500);
    }
  });
});

describe('the text of a message', () => {
  it('is that of what was forwarded, where nobody wrote one', () => {
    const attachments = [{ text: 'Jane Doe of Acme' }, { fallback: 'no preview' }, 7];
    expect(shownText({ text: '', attachments })).toBe('Jane Doe of Acme\nno preview');
    expect(shownText({ text: 'see below', attachments: [{ text: 'Jane' }] })).toBe('see below\nJane');
    expect(shownText({})).toBe('');
  });
});
