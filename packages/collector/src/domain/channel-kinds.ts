import type { Channel } from './channel-families.ts';
import { matchKey } from './naming-fold.ts';

/** Touches entered afterwards, by their slug; `visit` is missing because it resolves as an online touch. */
const byOfflineKind: Readonly<Record<string, Channel>> = {
  webinar: 'Webinar',
  'trade-show': 'Trade Show',
  workshop: 'Workshop',
  demo: 'Demo',
  networking: 'Networking',
  'virtual-summit': 'Virtual Summit',
  'launch-event': 'Launch Event',
  'cold-call': 'Cold Call',
  'cold-email': 'Cold Email',
  'linkedin-outreach': 'LinkedIn Outreach',
  'direct-mail': 'Direct Mail',
  abm: 'ABM',
  sdr: 'SDR',
  content: 'Content Download',
  newsletter: 'Newsletter',
  podcast: 'Podcast',
  'customer-referral': 'Customer Referral',
  'employee-referral': 'Employee Referral',
  'partner-referral': 'Partner',
};

/** Media of links that GA4 leaves unassigned, beside the kinds above. */
const byMedium: Readonly<Record<string, Channel>> = {
  tradeshow: 'Trade Show',
  conference: 'Trade Show',
  partner: 'Partner',
  reseller: 'Partner',
  integration: 'Partner',
  'co-marketing': 'Partner',
  comarketing: 'Partner',
  sponsored: 'Paid Other',
  sponsorship: 'Paid Other',
};

const offline = new Map(Object.entries(byOfflineKind));
const media = new Map([...offline, ...Object.entries(byMedium)]);

/** Whose code was used. */
export type Programme = 'customer' | 'employee' | 'partner';

export const channelByProgramme: Readonly<Record<Programme, Channel>> = {
  customer: 'Customer Referral',
  employee: 'Employee Referral',
  partner: 'Partner',
};

/** The channel of a touch that did not happen on the website; null for kinds that do. */
export function offlineChannel(kind: string): Channel | null {
  return offline.get(kind) ?? null;
}

/** The channel that a medium names by itself, `webinar` or `reseller`; null for others. */
export function channelOfKind(medium: string): Channel | null {
  return media.get(matchKey(medium)) ?? null;
}
