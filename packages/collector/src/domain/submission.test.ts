import { describe, expect, it } from 'vitest';
import { isSameForm, type FormSubmission, type Submission } from './submission.ts';

const now = Date.parse('2026-03-02T10:00:00Z');
const person = { email: 'eva@firma.de', name: 'Eva Muster', message: 'Please call,\nsoon' };
const native = (form: Partial<FormSubmission>): FormSubmission => ({ ...form, flags: [], native: true });
const scripted = (form: Partial<FormSubmission>): FormSubmission => ({ ...form, flags: [], native: false });
const stored = (submission: FormSubmission, receivedAt = now - 1_000): Submission => ({
  id: 's1',
  via: 'form',
  receivedAt,
  submission,
});

describe('a form that comes twice', () => {
  it.each<[string, boolean, FormSubmission, FormSubmission]>([
    ['pressed twice', true, native(person), native(person)],
    ['in another case', true, native(person), native({ ...person, email: 'EVA@firma.de' })],
    ['with another message', false, native(person), native({ ...person, message: 'Send a quote' })],
    ['with more said', false, native(person), native({ ...person, fields: { seats: '50' } })],
    ['reported by the snippet too', true, native(person), scripted(person)],
    [
      'reported by the snippet, which knows by its label what a field is',
      true,
      native({ email: person.email, fields: { f1: 'Eva', f2: 'Muster', f3: 'Please call,\r\nsoon' } }),
      scripted(person),
    ],
    [
      'reported without the hidden fields',
      true,
      native({ ...person, fields: { utm_source: 'news', campaign: 'q1' } }),
      scripted(person),
    ],
    [
      'with the country found out',
      true,
      native({ ...person, country: 'DE' }),
      scripted({ ...person, country: 'AT' }),
    ],
    ['reported with something else', false, native(person), scripted({ ...person, message: 'Send a quote' })],
    ['reported with less than was typed', false, native(person), scripted({ email: person.email })],
    ['sent by two scripts', false, scripted(person), scripted(person)],
  ])('%s: %s', (_, same, one, other) => {
    expect(isSameForm(one, now, stored(other))).toBe(same);
    expect(isSameForm(other, now, stored(one))).toBe(same);
  });

  it('is another one a minute later', () => {
    expect(isSameForm(native(person), now, stored(native(person), now - 60_000))).toBe(true);
    expect(isSameForm(native(person), now, stored(native(person), now - 60_001))).toBe(false);
  });

  it('is not what sales entered', () => {
    const entered: Submission = {
      id: 's1',
      via: 'entered',
      receivedAt: now,
      submission: { ...person, source: 'x' },
    };
    expect(isSameForm(native(person), now, entered)).toBe(false);
  });
});
