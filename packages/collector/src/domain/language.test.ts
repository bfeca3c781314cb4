import { describe, expect, it } from 'vitest';
import { languageCode } from './language.ts';

describe('languageCode', () => {
  it.each([
    ['de', 'de'],
    ['DE', 'de'],
    ['de-AT', 'de'],
    ['pt_BR', 'pt'],
    ['German', 'de'],
    [' deutsch ', 'de'],
    ['Allemand', 'de'],
    ['français', 'fr'],
    ['日本語', 'ja'],
    ['Klingon-ish', null],
    ['', null],
    ['constructor', null],
  ])('reads %j as %s', (text, code) => {
    expect(languageCode(text)).toBe(code);
  });
});
