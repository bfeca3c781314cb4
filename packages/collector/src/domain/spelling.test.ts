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
    expect(editDistance(one, other)).toBe(distance);
  });

  it('is the same both ways, and no more than the longer of the two', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
        expect(editDistance(one, other)).toBe(editDistance(other, one));
        expect(editDistance(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});

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
});
