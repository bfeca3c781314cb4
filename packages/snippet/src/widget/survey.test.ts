import { beforeEach, describe, expect, it } from 'vitest';
import type { Headwater, Memory } from '../commands.ts';
import { choicesOf, rememberAsked, wasAsked } from './survey.ts';

const memory: Memory = { visitor: 'v', first: undefined, last: undefined, touches: [] };

function elementOf(html: string): Element {
  document.body.innerHTML = html;
  return document.querySelector('hw-survey') ?? document.body;
}

describe('the answers of a survey', () => {
  it('are the buttons inside it', () => {
    const element = elementOf(
      '<hw-survey><button value="agency"> I run an agency </button><p>or</p></hw-survey>',
    );
    expect(choicesOf(element)).toEqual([{ segment: 'agency', answer: 'I run an agency' }]);
  });

  it('may stand in an attribute', () => {
    const element = elementOf('<hw-survey answers="small=Up to 50|large=1 = one, and more"></hw-survey>');
    expect(choicesOf(element)).toEqual([
      { segment: 'small', answer: 'Up to 50' },
      { segment: 'large', answer: '1 = one, and more' },
    ]);
  });
});

describe('a survey', () => {
  beforeEach(() => {
    localStorage.clear();
    const answer: Headwater = (...[kind, given]) => {
      if (kind === 'get') given(memory);
    };
    window.headwater = answer;
  });

  it('was asked once it is remembered, and no other with it', () => {
    rememberAsked('role');
    rememberAsked('size');
    expect(wasAsked('role')).toBe(true);
    expect(wasAsked('size')).toBe(true);
    expect(wasAsked('rol')).toBe(false);
  });

  it('is not remembered where the visitor lets us remember nothing', () => {
    window.headwater = () => {};
    rememberAsked('role');
    expect(wasAsked('role')).toBe(false);
    expect(localStorage).toHaveLength(0);
  });
});
