import { formInput } from '@headwater/contract';
import { describe, expect, it } from 'vitest';
import { type Control, readInputs } from './inputs.ts';

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
const email = text('email', 'eva@firma.de', { type: 'email' });

/** What is read of a control in a form that names a way to reach somebody. */
const read = (control: Control) => readInputs([email, control]).inputs.slice(1);

describe('a control', () => {
  it('is read as it stands there, for the collector to sort', () => {
    const control = text('company', ' Firma GmbH ', {
      id: 'f1',
      autocomplete: 'organization',
      labels: [{ textContent: '\n Your company * ' }, { textContent: 'or university' }],
      dataset: { hw: 'company' },
    });
    const [input] = read(control) ?? [];
    expect(formInput.parse(input)).toEqual({
      type: 'text',
      name: 'company',
      id: 'f1',
      label: 'Your company *',
      autocomplete: 'organization',
      hw: 'company',
      value: 'Firma GmbH',
    });
  });

  const rows: [string, Control, object][] = [
    ['without a name', text('', 'x', { id: 'budget' }), { id: 'budget', value: 'x' }],
    ['without anything', text('', 'x'), { value: 'x' }],
    ['with several lines', text('m', 'Call me.\nSoon.', { type: 'textarea' }), { value: 'Call me.\nSoon.' }],
    ['with a choice', text('team', '50', { type: 'select-one' }), { type: 'select-one', value: '50' }],
    ['that is ticked', text('terms', 'on', { type: 'checkbox', checked: true }), { value: 'on' }],
    ['whose value is a number', text('rating', 5), { value: '5' }],
    [
      'that is a trap by its mark',
      text('website', 'spam', { dataset: { hwHoneypot: '' } }),
      { hw: 'honeypot' },
    ],
    [
      'hidden, but declared',
      text('plan', 'pro', { type: 'hidden', dataset: { hw: 'plan' } }),
      { hw: 'plan' },
    ],
    ['with 9,000 characters', text('m', 'x'.repeat(9000)), { value: 'x'.repeat(5000) }],
    ['that asks to be called back', text('recall', 'yes'), { value: 'yes' }],
  ];
  it.each(rows)('%s is read', (_, control, expected) => {
    expect(read(control)).toMatchObject([expected]);
  });
});

describe('what is never read', () => {
  it.each([
    ['passwords', { type: 'password' }],
    ['declared passwords', { type: 'password', dataset: { hw: 'company' } }],
    ['files', { type: 'file' }],
    ['buttons', { type: 'submit' }],
    ['buttons that do nothing', { type: 'button' }],
    ['buttons with a picture', { type: 'image' }],
    ['buttons that empty the form', { type: 'reset' }],
    ['hidden fields', { type: 'hidden' }],
    ['hidden fields that say how to complete them', { type: 'hidden', autocomplete: 'off' }],
    ['boxes that are not ticked', { type: 'checkbox', checked: false }],
    ['choices that are not made', { type: 'radio', checked: false }],
    ['card numbers by autocomplete', { autocomplete: 'cc-number' }],
    ['card numbers by autocomplete of a section', { autocomplete: 'section-pay cc-csc' }],
    ['card numbers by name', { name: 'cardNumber' }],
    ['card numbers by label', { labels: [{ textContent: 'Credit card' }] }],
    ['what looks like a card number', { value: '4111111111111111' }],
    ['what looks like one with spaces', { value: '4111 1111 1111 1111' }],
    ['what looks like one with dashes', { value: '3782-822463-10005' }],
    ['security codes', { name: 'CVC' }],
    ['account numbers', { id: 'iban' }],
    ['empty fields', { value: '  ' }],
    ['controls without a value', { type: 'fieldset', value: undefined as unknown as string }],
  ])('%s', (_, control) => {
    expect(read(text('f', 'secret', control))).toEqual([]);
  });

  it.each([
    'ricardo@firma.de',
    'Ricardo Muster',
    'Liban',
    'Send me your card.',
    'We take the IBAN.',
    'CVC Capital',
    '0049 151 12345678',
    '+49 (0)151 1234-5678',
    'Order 4711-1234567890123456, please',
  ])('has nothing to do with what people write: "%s" is read', (value) => {
    expect(read(text('f', value))).toMatchObject([{ value }]);
  });
});

describe('whether a form says how to reach somebody', () => {
  const rows: [string, Control, boolean][] = [
    ['an e-mail address', text('contact', 'eva@firma.de'), true],
    ['an e-mail address among words', text('q', 'Write to eva@firma.de, please'), true],
    ['a telephone field', text('f2', '+49 30 123-456', { type: 'tel' }), true],
    ['a field called telephone', text('telephone', '+49 30 123-456'), true],
    ['a field called mobile', text('mobile', '0170'), true],
    ['a label that says phone', text('f3', '0170', { labels: [{ textContent: 'Your phone' }] }), true],
    ['completion by telephone', text('f4', '0170', { autocomplete: 'tel' }), true],
    ['words', text('q', 'pricing'), false],
    ['an e-mail field with something else in it', text('email', 'eva at firma', { type: 'email' }), false],
    ['an address without a suffix', text('email', 'eva@firma'), false],
    ['an empty telephone field', text('f5', ' ', { type: 'tel' }), false],
    ['an e-mail address in a field that is not read', text('f6', 'eva@firma.de', { type: 'hidden' }), false],
  ];
  it.each(rows)('with %s', (_, control, isReachable) => {
    expect(readInputs([text('company', 'Firma'), control]).isReachable).toBe(isReachable);
  });
});
