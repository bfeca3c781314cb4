import type { Channel } from './channel-families.ts';
import { channelOfKind } from './channel-kinds.ts';
import { matchKey } from './naming-fold.ts';
import { sourceByName } from './naming-known.ts';
import type { SourceList } from './naming-known.ts';

export { channels, familyOf } from './channel-families.ts';
export type { Channel } from './channel-families.ts';

/** A touch as the rules see it: the source by its one name, medium and campaign in lower case. */
type Traits = { source: string; medium: string; campaign: string; list: SourceList | null; paid: boolean };

type ChannelRule = { channel: Channel; when: string; matches: (touch: Traits) => boolean };

const oneOf =
  (...values: string[]) =>
  (value: string) =>
    values.includes(value);

const isPaid = (medium: string) => /^(?:.*cp.*|ppc|retargeting|paid.*)$/s.test(medium);
/** `workshop` is no shop, `eshop` is one. */
const namesShop = (campaign: string) => /(?:[^a-df-z]|^)shop|shopping/.test(campaign);
const sells = (touch: Traits) => touch.list === 'shopping' || namesShop(touch.campaign);
const isDisplay = oneOf('display', 'banner', 'expandable', 'interstitial', 'cpm');
const isSocial = oneOf('social', 'social-network', 'social-media', 'sm');
const isEmail = oneOf('email', 'e-mail', 'e_mail', 'e mail');
const isReferral = oneOf('referral', 'app', 'link');

/**
 * The default channel group of GA4, in its order: the first match wins
 * (https://support.google.com/analytics/answer/9756891). The last two rules are ours, for media GA4 has no place for.
 */
const rules: readonly ChannelRule[] = [
  {
    channel: 'Direct',
    when: 'source is (direct) and medium is (none) or not set',
    matches: (t) => t.source === '(direct)' && ['(none)', '(not set)', ''].includes(t.medium),
  },
  {
    channel: 'Cross-network',
    when: 'campaign contains cross-network',
    matches: (t) => t.campaign.includes('cross-network'),
  },
  {
    channel: 'Paid Shopping',
    when: 'source in shopping list or campaign names a shop, and medium is paid',
    matches: (t) => t.paid && sells(t),
  },
  {
    channel: 'Paid Search',
    when: 'source in search list and medium is paid',
    matches: (t) => t.paid && t.list === 'search',
  },
  {
    channel: 'Paid Social',
    when: 'source in social list and medium is paid',
    matches: (t) => t.paid && t.list === 'social',
  },
  {
    channel: 'Paid Video',
    when: 'source in video list and medium is paid',
    matches: (t) => t.paid && t.list === 'video',
  },
  { channel: 'Display', when: 'medium is a display format', matches: (t) => isDisplay(t.medium) },
  { channel: 'Paid Other', when: 'medium is paid', matches: (t) => t.paid },
  {
    channel: 'Organic Shopping',
    when: 'source in shopping list or campaign names a shop',
    matches: sells,
  },
  {
    channel: 'Organic Social',
    when: 'source in social list or medium is social',
    matches: (t) => t.list === 'social' || isSocial(matchKey(t.medium)),
  },
  {
    channel: 'Organic Video',
    when: 'source in video list or medium names video',
    matches: (t) => t.list === 'video' || t.medium.includes('video'),
  },
  {
    channel: 'Organic Search',
    when: 'source in search list or medium is organic',
    matches: (t) => t.list === 'search' || t.medium === 'organic',
  },
  { channel: 'AI Assistant', when: 'medium is ai-assistant', matches: (t) => t.medium === 'ai-assistant' },
  { channel: 'Referral', when: 'medium is referral, app or link', matches: (t) => isReferral(t.medium) },
  {
    channel: 'Email',
    when: 'source or medium is email',
    matches: (t) => isEmail(t.source) || isEmail(t.medium),
  },
  { channel: 'Affiliates', when: 'medium is affiliate', matches: (t) => t.medium === 'affiliate' },
  { channel: 'Audio', when: 'medium is audio', matches: (t) => t.medium === 'audio' },
  {
    channel: 'SMS',
    when: 'source or medium is sms',
    matches: (t) => t.source === 'sms' || t.medium === 'sms',
  },
  {
    channel: 'Mobile Push Notifications',
    when: 'medium names push, mobile or notification, or source is firebase',
    matches: (t) => /push$|mobile|notification/.test(t.medium) || t.source === 'firebase',
  },
];

/** A channel and the rule that gave it, in words. */
export type ChannelDecision = { channel: Channel; when: string };

export type ChannelInput = { source: string | null; medium: string | null; campaign: string | null };

/** The channel of a touch whose source has its one name already, with the rule that decided. */
export function decideChannel(input: ChannelInput): ChannelDecision {
  const touch = traitsOf(input);
  const rule = rules.find(({ matches }) => matches(touch));
  if (rule) return rule;
  const channel = channelOfKind(touch.medium);
  if (channel) return { channel, when: `medium is ${touch.medium}` };
  return { channel: 'Unassigned', when: 'no rule matched' };
}

/** The channel of a touch; Unassigned where no rule matches. */
export function channelOf(input: ChannelInput): Channel {
  return decideChannel(input).channel;
}

function traitsOf(input: ChannelInput): Traits {
  const source = (input.source ?? '').toLowerCase();
  const medium = (input.medium ?? '').toLowerCase().trim();
  const campaign = (input.campaign ?? '').toLowerCase();
  return { source, medium, campaign, list: sourceByName(source)?.list ?? null, paid: isPaid(medium) };
}
