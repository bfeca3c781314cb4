import { defaultAiAssistants } from './source.ts';
import type { RoutingRule, SettingsName, SettingsOf } from '@headwater/contract';
import { defaultScoring } from './defaults-scoring.ts';

const channel = '#leads';

/** Nobody is named before a company has named its people: claiming decides. */
const routingRules: RoutingRule[] = [
  { name: 'Hot leads', when: { temperature: 'hot' }, then: { channel, deadlineMinutes: 5 } },
  { name: 'Referrals', when: { family: 'partnership' }, then: { channel, deadlineMinutes: 240 } },
  { name: 'Webinar and event leads', when: { family: 'event' }, then: { channel, deadlineMinutes: 240 } },
  { name: 'All other leads', when: {}, then: { channel, deadlineMinutes: 480 } },
];

/** What holds until somebody changes it. */
export const defaultSettings: { [Name in SettingsName]: SettingsOf<Name> } = {
  scoring: defaultScoring,
  routing: { rules: routingRules, pools: [], fallback: { channel } },
  calendar: {
    timeZone: 'UTC',
    days: [1, 2, 3, 4, 5],
    from: '09:00',
    to: '17:00',
    digestAt: ['09:00', '14:00'],
  },
  people: { people: [] },
  digests: {
    morning: { on: true },
    weekly: { on: true, day: 1, at: '09:00' },
    monthly: { on: true, at: '10:00' },
  },
  sources: { aliases: {}, ownDomains: [], aiAssistants: [...defaultAiAssistants] },
  referrals: {
    qualified: { amount: 25_000, currency: 'EUR' },
    won: { amount: 100_000, currency: 'EUR' },
    wonByDealValue: [],
    qualifiedMeans:
      'Sales have talked to them and confirmed three of these four: budget, authority, need and timeline.',
    paidWhen: 'Within 5 working days of the lead being qualified, and of the deal being won.',
    onCancellation:
      'If the customer cancels before a reward is paid, it is not paid. A reward already paid is yours to keep.',
    landingUrl: '',
  },
};
