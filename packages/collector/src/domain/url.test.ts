import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf, readAddress, readParams, storableAddress } from './url.ts';

describe('readAddress', () => {
  it('reads campaign, click ids and code', () => {
    const url =
      'https://acme.com/?utm_source=A&utm_id=7&utm_marketing_tactic=t&mtm_kwd=k&gad_source=1&ref=ANNA42#top';
    expect(readAddress(url)).toEqual({
      utm: { source: 'A', id: '7', marketingTactic: 't', term: 'k' },
      click: { gad_source: '1' },
      ref: 'ANNA42',
    });
  });

  it.each([
    ['?utm_source=a+b%2Bc', 'a b+c'],
    ['?utm_source=%E0%A4%A', '%E0%A4%A'],
    ['?utm_source=%E0%A4%A&utm_source=b', '%E0%A4%A'],
    ['?utm_source=M%C3%BCnchen', 'München'],
    ['?utm%5Fsource=a', 'a'],
    ['?utm_source=a=b', 'a=b'],
    ['#utm_source=a', 'a'],
    ['?utm_source=query#utm_source=hash', 'query'],
    ['?source=a', undefined],
    ['?utm_source', undefined],
    ['', undefined],
  ])('finds in %s the source %s', (url, source) => {
    expect(readAddress(url).utm.source).toBe(source);
  });

  it('cuts what is longer than the contract allows', () => {
    expect(readAddress(`?utm_source=${'a'.repeat(5000)}`).utm.source).toHaveLength(1024);
  });
});

describe('readParams', () => {
  it('reads the names that an address may have, in any case, and ignores others', () => {
    const params = {
      UTM_Source: ' News ',
      mtm_kwd: 'k',
      pk_cid: '7',
      gclid: 'G',
      ref: 'ANNA42',
      plan: 'b',
      utm_x: '1',
    };
    expect(readParams(params)).toEqual({
      utm: { source: 'News', term: 'k', id: '7' },
      click: { gclid: 'G' },
      ref: 'ANNA42',
    });
  });

  it('leaves out what is empty or names a person, and cuts what is too long', () => {
    const params = {
      utm_source: '',
      utm_term: 'eva@firma.de',
      mc_eid: '1',
      ref: 'a@b.de',
      gclid: 'x'.repeat(2000),
    };
    expect(readParams(params)).toEqual({ utm: {}, click: { gclid: 'x'.repeat(1024) }, ref: null });
  });

  it('says what the address says, whatever its parameters', () => {
    const name = fc.constantFrom('utm_source', 'utm_kwd', 'mtm_clid', 'pk_campaign', 'gclid', 'ref', 'x');
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme' })), (params) => {
        expect(readParams(params)).toEqual(
          readAddress(`https://acme.com/?${new URLSearchParams(params).toString()}`),
        );
      }),
    );
  });
});

describe('hostOf', () => {
  it.each([
    ['https://WWW.Acme.com:8080/x', 'www.acme.com'],
    ['http://user:secret@acme.com', 'acme.com'],
    ['//acme.com/x', 'acme.com'],
    ['android-app://com.acme/', 'com.acme'],
    ['https://acme.com./', 'acme.com'],
    ['https://müller.de/', 'xn--mller-kva.de'],
    ['https://exa mple.com/', 'exa'],
    ['acme.com', null],
    ['mailto:a@b.de', null],
    ['https://', null],
    ['', null],
  ])('takes from %s the host %s', (address, host) => {
    expect(hostOf(address)).toBe(host);
  });
});

describe('storableAddress', () => {
  it.each([
    ['https://acme.com/?a=1&mc_eid=9&b=2', 'https://acme.com/?a=1&b=2'],
    ['https://acme.com/?mc_eid=9&b=%20', 'https://acme.com/?&b=%20'],
    ['https://acme.com/?email=jane%40firma.de', 'https://acme.com/?'],
    ['https://acme.com/?a=jane@firma.de#mail=jane@firma.de', 'https://acme.com/?#'],
    ['https://acme.com/@team?a=%E0%A4%A#x', 'https://acme.com/@team?a=%E0%A4%A#x'],
    ['https://acme.com/a@b.de', 'https://acme.com/a@b.de'],
  ])('keeps of %s %s', (url, stored) => {
    expect(storableAddress(url)).toBe(stored);
  });

  it('never throws and leaves nothing more to take out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (url) => {
        const stored = storableAddress(`https://acme.com/?${url}`);
        expect(storableAddress(stored)).toBe(stored);
      }),
    );
  });
});
