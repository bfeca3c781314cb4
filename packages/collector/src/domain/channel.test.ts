import { describe, expect, it } from 'vitest';
import { offlineKinds } from '@headwater/contract';
import { channelOfKind, offlineChannel } from './channel-kinds.ts';
import { channelOf, channels, decideChannel, familyOf } from './channel.ts';
import type { Channel } from './channel.ts';

type Row = [source: string | null, medium: string | null, campaign: string | null, channel: Channel];

const rows: Row[] = [
  ['(direct)', '(none)', null, 'Direct'],
  ['(direct)', '(not set)', null, 'Direct'],
  ['(direct)', null, null, 'Direct'],
  ['(direct)', '(none)', 'cross-network', 'Direct'],
  ['(direct)', 'email', null, 'Email'],
  [null, null, null, 'Unassigned'],
  ['acme', null, null, 'Unassigned'],
  ['google', 'cpc', 'Cross-Network', 'Cross-network'],
  ['google', 'organic', 'de cross-network q1', 'Cross-network'],
  ['acme', 'email', 'crossnetwork', 'Email'],
  ['amazon', 'cpc', null, 'Paid Shopping'],
  ['ebay', 'paid', null, 'Paid Shopping'],
  ['google', 'cpc', 'shopping_de', 'Paid Shopping'],
  ['google', 'cpc', 'Shop Herbst', 'Paid Shopping'],
  ['google', 'cpc', 'eshop', 'Paid Shopping'],
  ['google', 'cpc', 'workshop', 'Paid Search'],
  ['google', 'cpc', 'WORKSHOP Berlin', 'Paid Search'],
  ['facebook', 'ppc', 'my-shop', 'Paid Shopping'],
  ['google', 'cpc', null, 'Paid Search'],
  ['google', 'cpm', null, 'Paid Search'],
  ['google', 'ppc', null, 'Paid Search'],
  ['bing', 'paid_search', null, 'Paid Search'],
  ['bing', 'retargeting', null, 'Paid Search'],
  ['duckduckgo', 'CPC', null, 'Paid Search'],
  ['yahoo', 'paid', null, 'Paid Search'],
  ['baidu', 'cpa', null, 'Paid Search'],
  ['google', 'ppc-brand', null, 'Organic Search'],
  ['acme', 'ppc-brand', null, 'Unassigned'],
  ['acme', 'retargeting-q1', null, 'Unassigned'],
  ['linkedin', 'cpc', 'q1', 'Paid Social'],
  ['linkedin', 'paid_social', null, 'Paid Social'],
  ['linkedin', 'paidsocial', null, 'Paid Social'],
  ['facebook', 'cpm', null, 'Paid Social'],
  ['x', 'paid', null, 'Paid Social'],
  ['meta', 'paid_social', null, 'Paid Social'],
  ['xing', 'cpc', null, 'Paid Social'],
  ['youtube', 'cpc', null, 'Paid Video'],
  ['vimeo', 'paid_video', null, 'Paid Video'],
  ['acme', 'display', null, 'Display'],
  ['acme', 'banner', null, 'Display'],
  ['acme', 'expandable', null, 'Display'],
  ['acme', 'interstitial', null, 'Display'],
  ['acme', 'cpm', null, 'Display'],
  ['google', 'display', null, 'Display'],
  ['acme', 'cpc', null, 'Paid Other'],
  ['acme', 'ppc', null, 'Paid Other'],
  ['acme', 'retargeting', null, 'Paid Other'],
  ['acme', 'paid listing', null, 'Paid Other'],
  [null, 'cpc', null, 'Paid Other'],
  ['amazon', 'referral', null, 'Organic Shopping'],
  ['acme', 'email', 'shopping', 'Organic Shopping'],
  ['acme', null, 'shop', 'Organic Shopping'],
  ['acme', 'email', 'workshop', 'Email'],
  ['linkedin', 'referral', null, 'Organic Social'],
  ['linkedin', 'email', null, 'Organic Social'],
  ['linkedin', null, null, 'Organic Social'],
  ['x', 'referral', null, 'Organic Social'],
  ['acme', 'social', null, 'Organic Social'],
  ['acme', 'social-network', null, 'Organic Social'],
  ['acme', 'social-media', null, 'Organic Social'],
  ['acme', 'sm', null, 'Organic Social'],
  ['acme', 'social network', null, 'Organic Social'],
  ['acme', 'Social Media', null, 'Organic Social'],
  ['acme', 'social_media', null, 'Organic Social'],
  ['youtube', 'referral', null, 'Organic Video'],
  ['acme', 'video', null, 'Organic Video'],
  ['acme', 'in-video-link', null, 'Organic Video'],
  ['google', 'organic', null, 'Organic Search'],
  ['google', 'referral', null, 'Organic Search'],
  ['google', 'email', null, 'Organic Search'],
  ['acme', 'organic', null, 'Organic Search'],
  ['ecosia', null, null, 'Organic Search'],
  ['kagi', 'referral', null, 'Organic Search'],
  ['chatgpt', 'ai-assistant', null, 'AI Assistant'],
  ['acme', 'ai-assistant', null, 'AI Assistant'],
  ['chatgpt', 'referral', null, 'Referral'],
  ['perplexity', 'referral', null, 'Referral'],
  ['perplexity', 'cpc', null, 'Paid Other'],
  ['acme.com', 'referral', null, 'Referral'],
  ['acme', 'app', null, 'Referral'],
  ['acme', 'link', null, 'Referral'],
  ['acme', 'email', null, 'Email'],
  ['acme', 'e-mail', null, 'Email'],
  ['acme', 'e_mail', null, 'Email'],
  ['acme', 'E mail', null, 'Email'],
  ['email', null, null, 'Email'],
  ['e-mail', null, null, 'Email'],
  ['acme', 'affiliate', null, 'Affiliates'],
  ['acme', 'audio', null, 'Audio'],
  ['acme', 'sms', null, 'SMS'],
  ['sms', null, null, 'SMS'],
  ['acme', 'push', null, 'Mobile Push Notifications'],
  ['acme', 'web-push', null, 'Mobile Push Notifications'],
  ['acme', 'mobile-app', null, 'Mobile Push Notifications'],
  ['acme', 'notification', null, 'Mobile Push Notifications'],
  ['firebase', 'app-message', null, 'Mobile Push Notifications'],
  ['acme', 'push-up', null, 'Unassigned'],
  ['acme', 'webinar', null, 'Webinar'],
  ['acme', 'Trade_Show', null, 'Trade Show'],
  ['acme', 'podcast', null, 'Podcast'],
  ['acme', 'newsletter', null, 'Newsletter'],
  ['acme', 'reseller', null, 'Partner'],
  ['acme', 'co-marketing', null, 'Partner'],
  ['acme', 'integration', null, 'Partner'],
  ['acme', 'sponsored', null, 'Paid Other'],
  ['acme', 'constructor', null, 'Unassigned'],
  ['constructor', '__proto__', 'toString', 'Unassigned'],
];

describe('channelOf', () => {
  it.each(rows)('takes %s / %s / %s for %s', (source, medium, campaign, channel) => {
    expect(channelOf({ source, medium, campaign })).toBe(channel);
  });

  it('says by which rule it decided', () => {
    const touch = { source: 'linkedin', medium: 'cpc', campaign: null };
    expect(decideChannel(touch).when).toBe('source in social list and medium is paid');
  });
});

describe('familyOf', () => {
  it.each([
    ['Organic Search', 'inbound'],
    ['Direct', 'inbound'],
    ['AI Assistant', 'inbound'],
    ['Referral', 'inbound'],
    ['Email', 'inbound'],
    ['Newsletter', 'inbound'],
    ['Cold Email', 'outbound'],
    ['SDR', 'outbound'],
    ['Cross-network', 'paid'],
    ['Display', 'paid'],
    ['Paid Other', 'paid'],
    ['Affiliates', 'partnership'],
    ['Employee Referral', 'partnership'],
    ['Partner', 'partnership'],
    ['Webinar', 'event'],
    ['Launch Event', 'event'],
    ['Unassigned', null],
  ] as const)('puts %s into %s', (channel, family) => {
    expect(familyOf(channel)).toBe(family);
  });

  it('leaves no channel but Unassigned without a family', () => {
    expect(channels.filter((channel) => familyOf(channel) === null)).toEqual(['Unassigned']);
    expect(channels.filter((channel) => channel.startsWith('Paid')).map(familyOf)).toEqual(
      Array(5).fill('paid'),
    );
  });
});

describe('channels of kinds', () => {
  it('knows every offline kind of the contract but the visit, which resolves online', () => {
    expect(offlineKinds.filter((kind) => offlineChannel(kind) === null)).toEqual(['visit']);
  });

  it.each([
    ['virtual-summit', 'event'],
    ['launch-event', 'event'],
    ['sdr', 'outbound'],
    ['linkedin-outreach', 'outbound'],
    ['content', 'inbound'],
    ['employee-referral', 'partnership'],
  ])('gives %s the family %s', (kind, family) => {
    const channel = offlineChannel(kind);
    expect(channel && familyOf(channel)).toBe(family);
  });

  it('takes no inherited property for a kind', () => {
    expect(offlineChannel('constructor')).toBeNull();
    expect(channelOfKind('toString')).toBeNull();
  });
});
