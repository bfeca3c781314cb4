import type { ChannelSettings } from '@headwater/contract';
import { channelSettings } from '@headwater/contract';
import { describe, expect, it } from 'vitest';
import { wildcard } from './channel-rules.ts';
import { channelErrors } from './channelErrors.ts';
import { resolveTouch } from './source.ts';
import type { RawTouch } from './source.ts';

const settings: ChannelSettings = {
  rules: [
    { name: 'Founders', when: { source: 'LinkedIn Ads', campaign: 'founder-*' }, channel: 'Founder Brand' },
    { name: 'Review sites', when: { source: ['g2.com', '*capterra*'] }, channel: 'Review Sites' },
    { name: 'Cost per lead', when: { medium: 'CPL' }, channel: 'Affiliates' },
    { name: 'Roadshow', when: { kind: ['demo', 'workshop'], campaign: 'roadshow*' }, channel: 'Roadshow' },
    { name: 'Anything mailed', when: { content: 'mail-*-footer', term: 'x' }, channel: 'Email' },
    { name: 'Links', when: { medium: 'referral' }, channel: 'Link Building' },
  ],
  families: {
    'Review Sites': 'partnership',
    Roadshow: 'event',
    Podcast: 'outbound',
    Referral: 'partnership',
  },
};

const rules = {
  aliases: { 'li page': 'linkedin' },
  ownDomains: [],
  aiAssistants: [],
  codes: new Map([['anna42', 'customer' as const]]),
  channels: settings,
};

const visit = (query: string): RawTouch => ({ kind: 'touch', url: `https://acme.com/?${query}` });
const meaning = (touch: RawTouch) => {
  const { channel, family } = resolveTouch(touch, rules).resolved;
  return [channel, family];
};

describe('channel rules of the settings', () => {
  it.each<[RawTouch, string, string | null]>([
    [visit('utm_source=linkedin&utm_medium=social&utm_campaign=Founder-Stories'), 'Founder Brand', 'inbound'],
    [visit('utm_source=li+page&utm_medium=cpc&utm_campaign=founder-x'), 'Founder Brand', 'paid'],
    [visit('utm_source=linkedin&utm_medium=cpc&utm_campaign=the-founder-x'), 'Paid Social', 'paid'],
    [visit('utm_source=linkedin&utm_medium=cpc'), 'Paid Social', 'paid'],
    [visit('utm_source=https://www.g2.com/acme&utm_medium=cpc'), 'Review Sites', 'partnership'],
    [visit('utm_source=www.Capterra.de&utm_medium=listing'), 'Review Sites', 'partnership'],
    [visit('utm_source=vendor&utm_medium=cpl'), 'Affiliates', 'partnership'],
    [visit('utm_source=a&utm_medium=b&utm_content=Mail-12-Footer&utm_term=X'), 'Email', 'inbound'],
    [visit('utm_source=a&utm_medium=b&utm_content=mail-12-footer'), 'Unassigned', null],
    [{ kind: 'demo', utm: { campaign: 'Roadshow Wien' } }, 'Roadshow', 'event'],
    [{ kind: 'demo' }, 'Demo', 'event'],
    [{ kind: 'podcast' }, 'Podcast', 'outbound'],
    [{ kind: 'linkedin-outreach', utm: { campaign: 'founder-x' } }, 'LinkedIn Outreach', 'outbound'],
    [{ kind: 'visit', utm: { source: 'g2.com' } }, 'Review Sites', 'partnership'],
    [{ kind: 'touch', referrer: 'https://www.blog.example/' }, 'Link Building', 'partnership'],
    [visit('ref=ANNA42'), 'Customer Referral', 'partnership'],
    [visit(''), 'Direct', 'inbound'],
  ])('make of %j %s', (touch, ...expected) => {
    expect(meaning(touch)).toEqual(expected);
  });

  it('are named where they decided', () => {
    const { rule } = resolveTouch(visit('utm_source=vendor&utm_medium=cpl'), rules);
    expect(rule).toBe('utm: rule "Cost per lead" of the settings');
  });

  it('follow each other: the first that matches decides', () => {
    const reversed = { ...rules, channels: { ...settings, rules: settings.rules.toReversed() } };
    const touch = visit('utm_source=g2.com&utm_medium=referral');
    expect(resolveTouch(touch, reversed).resolved.channel).toBe('Link Building');
    expect(resolveTouch(touch, rules).resolved.channel).toBe('Review Sites');
  });

  it.each([
    [{ rules: [{ name: 'a', when: {}, channel: 'B' }], families: {} }],
    [{ rules: [{ name: 'a', when: { source: '' }, channel: 'B' }], families: {} }],
    [{ rules: [{ name: 'a', when: { sauce: 'x' }, channel: 'B' }], families: {} }],
    [{ rules: [{ name: 'a', when: { kind: 'dance' }, channel: 'B' }], families: {} }],
    [{ rules: [], families: { Email: 'friends' } }],
  ])('are refused as %j', (value) => {
    expect(channelSettings.safeParse(value).success).toBe(false);
  });

  it('keep one spelling for one channel', () => {
    const rule = (channel: string) => ({ name: 'r', when: { source: 'x' }, channel });
    const value: ChannelSettings = {
      rules: [rule('paid search'), rule('Community'), rule('COMMUNITY'), rule('Email')],
      families: { Community: 'inbound', email: 'paid', Unassigned: 'paid', Radio: 'paid' },
    };
    expect(channelErrors(value)).toEqual([
      { path: 'rules[0].channel', message: 'write Paid Search' },
      { path: 'rules[2].channel', message: 'write Community' },
      { path: 'families.email', message: 'write Email' },
      { path: 'families.Unassigned', message: 'what no rule matched has no family' },
      { path: 'families.Radio', message: 'no rule leads to this channel' },
    ]);
  });
});

describe('wildcards', () => {
  it.each([
    ['*', '', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a*b*c', 'a-b-b-c', true],
    ['ab*ba', 'aba', false],
    ['a*b', 'ba', false],
    ['*b*', 'abc', true],
    ['a**c', 'abc', true],
    ['a.c*', 'abc', false],
  ])('%s takes %s: %s', (pattern, value, taken) => {
    expect(wildcard(pattern)(value)).toBe(taken);
  });

  it('stay quick on a text made to be slow', () => {
    const started = performance.now();
    expect(wildcard(`${'a*'.repeat(90)}b`)('a'.repeat(10_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
