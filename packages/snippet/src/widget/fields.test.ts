import { describe, expect, it } from 'vitest';
import { problemsOf, refusedFields, type Field } from './fields.ts';
import { messages } from './messages/en.ts';

const fields: Field[] = [
  { name: 'name', label: 'Name', isRequired: false },
  { name: 'email', label: 'E-mail', isRequired: true },
];

describe('what is wrong with a form', () => {
  it.each([
    ['an address', { email: 'eva@firma.de' }, {}],
    ['spaces around it', { email: ' eva@firma.de ' }, {}],
    ['nothing', {}, { email: 'Please fill in “E-mail”.' }],
    ['nothing but spaces', { email: '  ' }, { email: 'Please fill in “E-mail”.' }],
    [
      'half an address',
      { email: 'eva@firma' },
      { email: expect.stringContaining('“E-mail” needs') as string },
    ],
    ['a value that looks like a pattern', { name: '$&', email: 'a@b.c' }, {}],
  ])('is known for %s', (_, values, problems) => {
    expect(problemsOf(fields, values, messages)).toEqual(problems);
  });
});

describe('what the collector refused', () => {
  it('stands at the fields it names, in our own words', () => {
    const problems = refusedFields(fields, [{ path: 'name' }, { path: 'email' }], messages);
    expect(problems).toEqual({
      name: 'Please check “Name”. It may be too long.',
      email: '“E-mail” needs a complete address, such as eva@example.com.',
    });
  });

  it('is nobody’s problem where it names no field of the form', () => {
    expect(refusedFields(fields, [{ path: 'site' }, { path: 'form.url' }], messages)).toEqual({});
  });
});
