import type { Family } from '@headwater/contract';

/** Every channel there is, with its family. Unassigned has none. */
const familyByChannel = {
  Direct: 'inbound',
  'Cross-network': 'paid',
  'Paid Shopping': 'paid',
  'Paid Search': 'paid',
  'Paid Social': 'paid',
  'Paid Video': 'paid',
  Display: 'paid',
  'Paid Other': 'paid',
  'Organic Shopping': 'inbound',
  'Organic Social': 'inbound',
  'Organic Video': 'inbound',
  'Organic Search': 'inbound',
  'AI Assistant': 'inbound',
  Referral: 'inbound',
  Email: 'inbound',
  Affiliates: 'partnership',
  Audio: 'inbound',
  SMS: 'inbound',
  'Mobile Push Notifications': 'inbound',
  'Customer Referral': 'partnership',
  'Employee Referral': 'partnership',
  Partner: 'partnership',
  Webinar: 'event',
  'Trade Show': 'event',
  Workshop: 'event',
  Demo: 'event',
  Networking: 'event',
  'Virtual Summit': 'event',
  'Launch Event': 'event',
  'Cold Call': 'outbound',
  'Cold Email': 'outbound',
  'LinkedIn Outreach': 'outbound',
  'Direct Mail': 'outbound',
  ABM: 'outbound',
  SDR: 'outbound',
  'Content Download': 'inbound',
  Newsletter: 'inbound',
  Podcast: 'inbound',
  Unassigned: null,
} as const satisfies Record<string, Family>;

export type Channel = keyof typeof familyByChannel;
export const channels = Object.keys(familyByChannel) as readonly Channel[];

/** The family of a channel; null for Unassigned. */
export function familyOf(channel: Channel): Family {
  return familyByChannel[channel];
}
