import { describe, expect, it } from 'vitest';
import { messages } from './messages/en.ts';
import { codeOf, referralBody, waysToShare } from './referral.ts';

describe('the code of a referrer', () => {
  it('is the element’s, else that of the address, else none', () => {
    document.body.innerHTML = '<hw-referral code="ANNA42"></hw-referral><hw-referral></hw-referral>';
    const [own, bare] = document.querySelectorAll('hw-referral');
    history.replaceState(null, '', '?code=BEN%207');
    expect(codeOf(own!)).toBe('ANNA42');
    expect(codeOf(bare!)).toBe('BEN 7');
    history.replaceState(null, '', '?');
    expect(codeOf(bare!)).toBe('');
  });

  it('is not what somebody signs in with', () => {
    document.body.innerHTML = '<hw-referral></hw-referral>';
    history.replaceState(null, '', '?code=4%2F0AX4&state=xyz');
    expect(codeOf(document.body.firstElementChild!)).toBe('');
    history.replaceState(null, '', '?');
  });
});

describe('a referral', () => {
  it('carries who refers whom', () => {
    const typed = { name: 'Tom', email: 'tom@firma.de', note: '', honeypot: '' };
    expect(JSON.parse(referralBody('KEY', 'anna42', typed, 'id'))).toEqual({
      ...typed,
      site: 'KEY',
      code: 'anna42',
      submission: 'id',
    });
  });
});

describe('ways to share a link', () => {
  it('carry the link and the words through every address', () => {
    const link = 'https://leads.acme.com/r/anna42?a=1&b=2';
    for (const [, href] of waysToShare(link, 'Look & see', messages)) {
      expect(new URL(href).href).toContain(encodeURIComponent(link));
    }
  });
});
