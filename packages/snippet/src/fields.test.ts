import { describe, expect, it } from 'vitest';
import { type Control, readPerson } from './fields.ts';

const text = (name: string, value: string | number, more: Partial<Control> = {}): Control => ({
  type: 'text',
  checked: false,
  autocomplete: '',
  name,
  id: '',
  value,
  dataset: {},
  ...more,
});
const labelled = (label: string, value: string): Control =>
  text('', value, { id: 'f1', labels: [{ textContent: label }] });

describe('which part of a lead a field is', () => {
  const rows: [string, Control, object][] = [
    ['an e-mail field', text('contact', 'eva@firma.de', { type: 'email' }), { email: 'eva@firma.de' }],
    ['a text field called e-mail', text('work_Email', ' eva@firma.de '), { email: 'eva@firma.de' }],
    ['a label that says e-mail', labelled('Your e-mail *', 'eva@firma.de'), { email: 'eva@firma.de' }],
    [
      'an e-mail field with something else in it',
      text('email', 'eva at firma'),
      { fields: { email: 'eva at firma' } },
    ],
    ['an address with two at signs', text('email', 'a@b@c.de'), { fields: { email: 'a@b@c.de' } }],
    ['a name', text('name', 'Eva Muster'), { name: 'Eva Muster' }],
    ['a full name', text('fullName', 'Eva Muster'), { name: 'Eva Muster' }],
    ['a name by autocomplete', text('f7', 'Eva', { autocomplete: 'given-name' }), { name: 'Eva' }],
    ['a name by label', labelled('Last name *', 'Muster'), { name: 'Muster' }],
    ['a user name', text('username', 'eva77'), { fields: { username: 'eva77' } }],
    ['the name of an event', text('event_name', 'Fair'), { fields: { event_name: 'Fair' } }],
    ['a company', text('company', 'Firma GmbH'), { company: 'Firma GmbH' }],
    ['the name of a company', text('companyName', 'Firma GmbH'), { company: 'Firma GmbH' }],
    [
      'an organisation by autocomplete',
      text('org', 'Firma', { autocomplete: 'organization' }),
      { company: 'Firma' },
    ],
    ['the size of a company', text('company_size', '50-100'), { fields: { company_size: '50-100' } }],
    ['a job title', text('role', 'CTO', { autocomplete: 'organization-title' }), { fields: { role: 'CTO' } }],
    ['a telephone field', text('f2', '+49 (0)30 123-456', { type: 'tel' }), { phone: '+49 (0)30 123-456' }],
    ['a dialling code', text('phone_code', '+49'), { fields: { phone_code: '+49' } }],
    ['a telephone field with words in it', text('phone', 'after five'), { fields: { phone: 'after five' } }],
    [
      'LinkedIn',
      text('linkedin_url', 'https://linkedin.com/in/eva'),
      { linkedin: 'https://linkedin.com/in/eva' },
    ],
    [
      'a text area',
      text('f3', 'Please call.\nSoon.', { type: 'textarea' }),
      { message: 'Please call.\nSoon.' },
    ],
    ['a text field called message', text('message', 'Please call.'), { message: 'Please call.' }],
    ['how they heard of us', labelled('How did you hear about us?', 'a podcast'), { heardFrom: 'a podcast' }],
    [
      'the same in a text area',
      text('heard_from', 'a podcast', { type: 'textarea' }),
      { heardFrom: 'a podcast' },
    ],
    ['a country by its code', text('country', 'DE', { type: 'select-one' }), { country: 'DE' }],
    ['a country by its name', text('country', 'Germany'), { fields: { country: 'Germany' } }],
    [
      'a select',
      text('team', '50', { type: 'select-one', checked: undefined as never }),
      { fields: { team: '50' } },
    ],
    ['a field without a name', text('', 'x', { id: 'budget' }), { fields: { budget: 'x' } }],
    ['a field with neither', text('', 'x'), { fields: { text: 'x' } }],
    ['a ticked box', text('terms', 'on', { type: 'checkbox', checked: true }), { fields: { terms: 'on' } }],
    [
      'a ticked box that speaks of messages',
      text('message_me', 'on', { type: 'checkbox', checked: true }),
      { fields: { message_me: 'on' } },
    ],
    ['what the page declares', text('x7', 'Firma', { dataset: { hw: 'company' } }), { company: 'Firma' }],
    [
      'what the page declares against its name',
      text('email', 'a@b.de', { dataset: { hw: 'backup' } }),
      { fields: { backup: 'a@b.de' } },
    ],
    [
      'a declared hidden field',
      text('plan', 'pro', { type: 'hidden', dataset: { hw: 'plan' } }),
      { fields: { plan: 'pro' } },
    ],
    ['the honeypot by name', text('hw_honeypot', 'spam'), { honeypot: 'spam' }],
    [
      'the honeypot by attribute',
      text('website', 'spam', { dataset: { hwHoneypot: '' } }),
      { honeypot: 'spam' },
    ],
    [
      'a line that is too long for its part',
      text('company', 'x'.repeat(150)),
      { fields: { company: 'x'.repeat(150) } },
    ],
    ['a value that is no text', text('rating', 5), { fields: { rating: '5' } }],
  ];
  it.each(rows)('%s', (_, control, expected) => {
    expect(readPerson([control])).toEqual({ fields: {}, ...expected });
  });
});

describe('what is never read', () => {
  it.each([
    ['passwords', { type: 'password' }],
    ['declared passwords', { type: 'password', dataset: { hw: 'company' } }],
    ['files', { type: 'file' }],
    ['buttons', { type: 'submit' }],
    ['hidden fields', { type: 'hidden' }],
    ['hidden fields that say how to complete them', { type: 'hidden', autocomplete: 'off' }],
    ['boxes that are not ticked', { type: 'checkbox', checked: false }],
    ['choices that are not made', { type: 'radio', checked: false }],
    ['card numbers by autocomplete', { autocomplete: 'cc-number' }],
    ['card numbers by autocomplete of a section', { autocomplete: 'section-pay cc-csc' }],
    ['card numbers by name', { name: 'cardNumber' }],
    ['card numbers by label', { labels: [{ textContent: 'Credit card' }] }],
    ['security codes', { name: 'CVC' }],
    ['account numbers', { id: 'iban' }],
    ['empty fields', { value: '  ' }],
    ['controls without a value', { type: 'fieldset', value: undefined as unknown as string }],
  ])('%s', (_, control) => {
    expect(readPerson([text('f', 'secret', control)])).toEqual({ fields: {} });
  });
});

describe('several fields', () => {
  it('joins first and last name', () => {
    const controls = [text('first_name', 'Eva'), text('last_name', 'Muster'), text('email', 'e@f.de')];
    expect(readPerson(controls)).toEqual({ name: 'Eva Muster', email: 'e@f.de', fields: {} });
  });

  it('takes the first of two e-mail addresses and keeps the other', () => {
    const controls = [text('email', 'a@b.de'), text('email_again', 'c@d.de')];
    expect(readPerson(controls)).toEqual({ email: 'a@b.de', fields: { email_again: 'c@d.de' } });
  });

  it('joins the ticked boxes of one question', () => {
    const box = (value: string, checked: boolean) => text('topics', value, { type: 'checkbox', checked });
    const { fields } = readPerson([box('Product', true), box('Support', false), box('Prices', true)]);
    expect(fields).toEqual({ topics: 'Product, Prices' });
  });

  it('cuts long texts to what the contract takes', () => {
    const person = readPerson([text('message', 'm'.repeat(9000)), text('more', 'n'.repeat(9000))]);
    expect(person.message).toHaveLength(5000);
    expect(person.fields?.more).toHaveLength(2000);
  });
});
