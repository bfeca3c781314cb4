import { describe, expect, it } from 'vitest';
import { languageOf, loadMessages, say } from './languages.ts';

function elementIn(html: string): Element {
  document.body.innerHTML = html;
  return document.querySelector('hw-form') ?? document.body;
}

describe('the language of an element', () => {
  it('is its own, else that of the text around it, else the page’s, else the browser’s', () => {
    document.documentElement.lang = 'fr';
    expect(languageOf(elementIn('<div lang="de"><hw-form lang="ko"></hw-form></div>'))).toBe('ko');
    expect(languageOf(elementIn('<div lang="de"><hw-form></hw-form></div>'))).toBe('de');
    expect(languageOf(elementIn('<hw-form></hw-form>'))).toBe('fr');
    document.documentElement.removeAttribute('lang');
    expect(languageOf(elementIn('<hw-form></hw-form>'))).toBe(navigator.language);
  });
});

describe('messages', () => {
  it.each(['en', 'en-GB', 'it', 'deutsch', ''])('are English for %s', async (language) => {
    expect((await loadMessages(language)).lang).toBe('en');
  });

  it('take a value as it is', () => {
    expect(say('Hello {}.', '$& {}')).toBe('Hello $& {}.');
  });
});
