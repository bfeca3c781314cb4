import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misspellings, probablyMeans, type GivenSource } from './proposals.ts';
import { editDistance } from './spelling.ts';

const came = (spelling: string, touches = 1, firstAt = 0): GivenSource => ({ spelling, touches, firstAt });

describe('editDistance', () => {
  it.each([
    ['linkedin', 'linkedin', 0],
    ['linkdin', 'linkedin', 1],
    ['linekdin', 'linkedin', 1],
    ['linkedn', 'linkedin', 1],
    ['lnkedn', 'linkedin', 2],
    ['gogole', 'google', 1],
    ['', 'abc', 3],
    ['abc', 'xyz', 3],
  ])('of %s and %s is %i', (one, other, distance) => {
    expect(editDistance(one, other, 3)).toBe(distance);
  });

  it('ends where it is more than asked for', () => {
    expect(editDistance('abc', 'xyz', 2)).toBe(null);
    expect(editDistance('abc', 'abcdef', 2)).toBe(null);
    expect(editDistance('abcd', 'badc', 1)).toBe(null);
    expect(editDistance('abcd', 'badc', 2)).toBe(2);
  });

  it('is what a table of all letters tells, within any bound', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
    fc.assert(
      fc.property(name, name, fc.integer({ min: 0, max: 4 }), (one, other, most) => {
        const distance = byTable(one, other);
        expect(editDistance(one, other, most)).toBe(distance <= most ? distance : null);
        expect(editDistance(other, one, most)).toBe(distance <= most ? distance : null);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** As the definition has it: every cell from the three before it, and the swapped pair. */
function byTable(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, (_, row) => [row]);
  const cell = (row: number, column: number): number => table[row]?.[column] ?? Infinity;
  for (let row = 0; row <= one.length; row += 1) {
    for (let column = row === 0 ? 0 : 1; column <= other.length; column += 1) {
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      table[row]![column] =
        row === 0
          ? column
          : Math.min(
              cell(row - 1, column) + 1,
              cell(row, column - 1) + 1,
              cell(row - 1, column - 1) + (one[row - 1] === other[column - 1] ? 0 : 1),
              row > 1 && column > 1 && isSwapped ? cell(row - 2, column - 2) + 1 : Infinity,
            );
    }
  }
  return cell(one.length, other.length);
}

describe('what a source probably means', () => {
  it.each([
    ['linkdin', 'linkedin'],
    ['Linkedn', 'linkedin'],
    ['linekdin', 'linkedin'],
    ['lnkedin', 'linkedin'],
    ['LinkdIn Adss', null],
    ['Linkedn Ads', 'linkedin'],
    ['gogle', 'google'],
    ['facebok', 'facebook'],
    ['facbok', 'facebook'],
    ['youtub', 'youtube'],
    ['instgram', 'instagram'],
    ['linkedn.com', 'linkedin'],
    ['bign', 'bing'],
    ['linkedin', null],
    ['LinkedIn Ads', null],
    ['xx', null],
    ['acme-newsletter', null],
    ['webinar', null],
    ['(not set)', null],
  ])('%s: %s', (spelling, means) => {
    expect(probablyMeans(spelling, {})).toBe(means);
  });

  it('is a source of the settings, or one that came often', () => {
    const given = [
      came('Partner Wave', 200),
      came('partner-wafe', 3, 5),
      came('partnerwave', 2),
      came('acmee'),
    ];
    expect(misspellings(given, { 'acme page': 'acme' })).toEqual([
      {
        name: 'partner-wafe',
        spellings: ['partner-wafe'],
        means: 'partner-wave',
        distance: 1,
        touches: 3,
        firstAt: 5,
      },
      expect.objectContaining({ name: 'partnerwave', means: 'partner-wave' }),
      expect.objectContaining({ name: 'acmee', means: 'acme' }),
    ]);
    expect(misspellings([came('partner-wave', 25), came('partner-wafe', 3)], {})).toEqual([]);
  });

  it('is never a name with another number', () => {
    const given = [came('expo-2025', 500), came('expo-2026', 4), came('expo-2O25', 1)];
    expect(misspellings(given, {})).toEqual([]);
  });

  it('gathers the spellings of one name', () => {
    const [found] = misspellings([came('Linkedn', 3, 9), came('LINKEDN ads', 4, 7)], {});
    expect(found).toMatchObject({ spellings: ['LINKEDN ads', 'Linkedn'], touches: 7, firstAt: 7 });
  });

  it('ends where it was accepted', () => {
    expect(misspellings([came('linkedn', 4)], { linkedn: 'linkedin' })).toEqual([]);
  });

  it('is not asked of a name so long that a letter tells nothing', () => {
    const long = 'partner-wave-'.repeat(4);
    expect(misspellings([came(`${long}a`, 500), came(`${long}b`, 3)], {})).toEqual([]);
    expect(probablyMeans(`${'a'.repeat(40)}b`, { alias: 'a'.repeat(40) })).toBe(null);
  });

  it('is one of the most frequent names, however many strangers write often', () => {
    const flood = Array.from({ length: 3_000 }, (_, index) =>
      came(`${spelled(index)}-${'x'.repeat(20)}`, 20),
    );
    const honest = [came('partner-wave', 400), came('partner-wafe', 30), came('linkdin', 25)];
    expect(meant([...flood, ...honest])).toEqual(['partner-wave', 'linkedin']);
    const louder = flood.map((each) => ({ ...each, touches: 500 }));
    expect(meant([...louder, ...honest])).toEqual(['linkedin']);
  });

  it('is told of the most frequent spellings, however many there are', () => {
    const spellings = Array.from({ length: 130_000 }, () => came('linkedn', 2, 7));
    const [found] = misspellings([...spellings, came('LINKEDN', 3, 5)], {});
    expect(found).toMatchObject({ name: 'linkedn', touches: 3 + 2 * 4_999, firstAt: 5 });
  });
});

const meant = (given: readonly GivenSource[]) => misspellings(given, {}).map(({ means }) => means);
/** A number in letters, because names with other digits are other names. */
const spelled = (number: number): string =>
  String(number).replaceAll(/\d/g, (digit) => 'qwertzuiop'[Number(digit)] ?? '');
