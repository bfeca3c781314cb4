import { describe, expect, it } from 'vitest';
import type { LetterInput, LetterStatus } from '@headwater/contract';
import { frameworks, letterKeys, letterTexts } from '@headwater/contract';
import {
  countConfirmed,
  inWords,
  mergeLetters,
  presentLetters,
  type LetterVersion,
} from './qualification.ts';

const today = '2026-03-03';
const version = (number: number, status: LetterStatus, evidence = ''): LetterVersion => ({
  letter: 'budget',
  version: number,
  status,
  evidence,
  at: '2026-02-01',
  by: 'U0ANNA',
  savedAt: number,
});
const typed = (status: LetterStatus, evidence = '', more: Partial<LetterInput> = {}): LetterInput => ({
  status,
  evidence,
  ...more,
});

describe('a saved letter', () => {
  const known = [version(1, 'weak', 'they said maybe'), version(2, 'confirmed', 'the board agreed')];
  it.each<[string, LetterVersion[], LetterInput, 'stays' | 'written' | 'clashes']>([
    ['is written where nothing was', [], typed('weak'), 'written'],
    ['is written where nothing was seen and nothing is', [], typed('weak', '', { basedOn: 0 }), 'written'],
    ['stays where nothing was and nothing is said', [], typed('unknown', '', { basedOn: 0 }), 'stays'],
    ['is written on what was seen', known, typed('weak', 'no longer', { basedOn: 2 }), 'written'],
    ['can be taken back', known, typed('unknown', '', { basedOn: 2 }), 'written'],
    ['stays when it says what is known', known, typed('confirmed', 'the board agreed'), 'stays'],
    [
      'stays as somebody else made it when the person left it as they saw it',
      known,
      typed('weak', 'they said maybe', { basedOn: 1 }),
      'stays',
    ],
    ['stays when it was empty and left empty', known, typed('unknown', '', { basedOn: 0 }), 'stays'],
    ['clashes when both changed it', known, typed('weak', 'they said no', { basedOn: 1 }), 'clashes'],
    ['clashes when both filled it in', known, typed('weak', 'they said no', { basedOn: 0 }), 'clashes'],
    ['is never overwritten unseen', known, typed('unknown'), 'clashes'],
    ['clashes when it is based on what never was', known, typed('weak', '', { basedOn: 9 }), 'clashes'],
    [
      'is written when only its day is another',
      known,
      typed('confirmed', 'the board agreed', { at: '2026-02-02', basedOn: 2 }),
      'written',
    ],
  ])('%s', (_, versions, input, fate) => {
    const { written, clashes } = mergeLetters(versions, { budget: input }, today);
    expect([written.length, clashes.length]).toEqual([
      Number(fate === 'written'),
      Number(fate === 'clashes'),
    ]);
  });

  it('is the next version, and dated today unless it says otherwise or says nothing', () => {
    const at = (input: LetterInput) => mergeLetters(known, { budget: input }, today).written[0];
    expect(at(typed('weak', '', { basedOn: 2 }))).toMatchObject({ version: 3, at: today });
    expect(at(typed('weak', '', { basedOn: 2, at: null }))?.at).toBe(today);
    expect(at(typed('weak', '', { basedOn: 2, at: '2026-01-05' }))?.at).toBe('2026-01-05');
    expect(at(typed('unknown', '', { basedOn: 2 }))?.at).toBeNull();
  });

  it('leaves every other letter alone', () => {
    const { written } = mergeLetters(known, { need: typed('confirmed') }, today);
    expect(written.map(({ letter }) => letter)).toEqual(['need']);
  });
});

describe('the letters of a lead', () => {
  it('are as the last version says', () => {
    const present = presentLetters([version(1, 'confirmed'), version(2, 'weak')]);
    expect(present.get('budget')?.status).toBe('weak');
    expect(countConfirmed(present, ['budget'])).toBe(0);
  });

  it('count as confirmed within their framework alone', () => {
    const present = presentLetters([version(1, 'confirmed')]);
    expect(countConfirmed(present, frameworks.bant.letters)).toBe(1);
    expect(countConfirmed(present, frameworks.note.letters)).toBe(0);
  });

  it('are told with as much of the evidence as fits a line', () => {
    const line = inWords(
      'BANT',
      [
        { letter: 'budget', version: 1, status: 'confirmed', evidence: 'a\nb', at: null },
        { letter: 'need', version: 1, status: 'weak', evidence: '👍'.repeat(1000), at: null },
        { letter: 'timeline', version: 1, status: 'unknown', evidence: '', at: null },
      ],
      (letter) => letterTexts[letter].label,
    );
    expect(line).toBe(`BANT: Budget confirmed (a b), Need weak (${'👍'.repeat(300)}), Timeline unknown`);
  });
});

describe('the frameworks', () => {
  it('have four letters each and use every letter', () => {
    const used = Object.values(frameworks).flatMap(({ letters }) => letters);
    expect(Object.values(frameworks).map(({ letters }) => letters.length)).toEqual([4, 4, 4, 4]);
    expect(new Set(used)).toEqual(new Set(letterKeys));
  });
});
