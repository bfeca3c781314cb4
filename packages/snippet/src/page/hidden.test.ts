import { describe, expect, it } from 'vitest';
import type { Memory } from '../commands.ts';
import type { Touch } from '../touch.ts';
import { answersFrom, fillHidden } from './hidden.ts';

const visitor = '01234567-89ab-7cde-8f01-23456789abcd';

function touch(query: string, referrer?: string): Touch {
  const params = Object.fromEntries(new URLSearchParams(query));
  return { id: query, at: 0, kind: 'touch', url: `https://www.site.test/?${query}`, params, referrer };
}
const ad = touch('utm_source=LinkedIn&utm_campaign=q1&li_fat_id=x');
const search = touch('', 'https://www.google.com/search');
const code = touch('ref=ANNA42');
const direct = touch('');

const memory = (...touches: Touch[]): Memory => ({
  visitor,
  first: touches[0],
  last: touches.at(-1),
  touches,
});

function form(html: string): HTMLFormElement {
  document.body.innerHTML = `<form>${html}</form>`;
  return document.forms[0]!;
}
const valuesOf = ({ elements }: HTMLFormElement) =>
  Object.fromEntries(
    [...(elements as HTMLCollectionOf<HTMLInputElement>)].map(({ name, value }) => [name, value]),
  );

describe('the answers', () => {
  it('are the parameters of the latest touch, the first and the latest source, and the landing', () => {
    expect(answersFrom(memory(search, ad))).toEqual({
      utm_source: 'LinkedIn',
      utm_campaign: 'q1',
      li_fat_id: 'x',
      hw_latest_source: 'LinkedIn',
      hw_latest_campaign: 'q1',
      hw_latest_li_fat_id: 'x',
      hw_original_source: 'www.google.com',
      hw_visitor: visitor,
      hw_landing_page: 'https://www.site.test/?',
      hw_referrer: 'https://www.google.com/search',
    });
  });

  it.each([
    ['the last one', [search, ad], 'LinkedIn'],
    ['the one before a direct one', [search, ad, direct], 'LinkedIn'],
    ['the one before two direct ones', [ad, direct, direct], 'LinkedIn'],
    ['a referrer after a campaign', [ad, search], 'www.google.com'],
    ['a direct one, where there is no other', [direct, direct], '(direct)'],
    ['a code, which names no source', [ad, code], '(direct)'],
  ])('take for the latest touch %s', (_, touches, source) => {
    expect(answersFrom(memory(...touches)).hw_latest_source).toBe(source);
  });

  it('are few where no touch is known', () => {
    const { hw_visitor, utm_source, hw_referrer } = answersFrom(memory());
    expect([hw_visitor, utm_source, hw_referrer]).toEqual([visitor, undefined, undefined]);
  });
});

describe('hidden fields', () => {
  const names = ['utm_source', 'li_fat_id', 'hw_visitor', 'hw_original_campaign', 'plan'];
  const fields = names.map((name) => `<input type="hidden" name="${name}">`).join('');

  it('are filled by their names where they are empty', () => {
    const filled = form(`${fields}<input type="hidden" name="utm_campaign" value="own">`);
    fillHidden(filled, memory(ad));
    expect(valuesOf(filled)).toEqual({
      utm_source: 'LinkedIn',
      li_fat_id: 'x',
      hw_visitor: visitor,
      hw_original_campaign: 'q1',
      plan: '',
      utm_campaign: 'own',
    });
  });

  it('are filled by what they declare themselves to be', () => {
    const filled = form('<input type="hidden" name="f7" data-hw="hw_latest_source">');
    fillHidden(filled, memory(ad));
    expect(valuesOf(filled)).toEqual({ f7: 'LinkedIn' });
  });

  it('are left alone where people see them', () => {
    const filled = form('<input name="utm_source"><textarea name="ref"></textarea>');
    fillHidden(filled, memory(touch('utm_source=a&ref=b')));
    expect(valuesOf(filled)).toEqual({ utm_source: '', ref: '' });
  });

  it("are left alone where they are called like an object's own", () => {
    const filled = form('<input type="hidden" name="constructor"><input type="hidden" name="toString">');
    fillHidden(filled, memory(ad));
    expect(valuesOf(filled)).toEqual({ constructor: '', toString: '' });
  });

  it('are filled in the data that is sent, and the page does not change', () => {
    const filled = form(fields);
    const data = new FormData(filled);
    fillHidden(filled, memory(ad), data);
    expect(data.get('utm_source')).toBe('LinkedIn');
    expect(data.get('plan')).toBe('');
    expect(valuesOf(filled).utm_source).toBe('');
  });

  it('need not be there where the form lists them', () => {
    const filled = form(fields);
    filled.dataset['hwFields'] = 'hw_latest_source, utm_campaign  gclid utm_source';
    const data = new FormData(filled);
    data.set('utm_source', 'own');
    fillHidden(filled, memory(ad), data);
    expect([...data.keys()].filter((name) => !names.includes(name))).toEqual([
      'hw_latest_source',
      'utm_campaign',
    ]);
  });
});
