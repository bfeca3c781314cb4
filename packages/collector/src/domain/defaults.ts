import { defaultAiAssistants } from './source.ts';
import type { SettingsName, SettingsOf } from '@headwater/contract';
import { defaultRouting } from './defaults-routing.ts';
import { defaultAttribution } from './defaults-attribution.ts';
import { defaultFollowUps } from './defaults-followUps.ts';
import { defaultMediums } from './linkConvention.ts';
import { defaultScoring } from './defaults-scoring.ts';
import { defaultWarnings } from './defaults-warnings.ts';

/** What holds until somebody changes it. */
export const defaultSettings: { [Name in SettingsName]: SettingsOf<Name> } = {
  scoring: defaultScoring,
  routing: defaultRouting,
  calendar: {
    timeZone: 'UTC',
    days: [1, 2, 3, 4, 5],
    from: '09:00',
    to: '17:00',
    digestAt: ['09:00', '14:00'],
  },
  people: { people: [] },
  followUps: defaultFollowUps,
  digests: {
    morning: { on: true },
    weekly: { on: true, day: 1, at: '09:00' },
    monthly: { on: true, at: '10:00' },
  },
  sources: { aliases: {}, ownDomains: [], aiAssistants: [...defaultAiAssistants] },
  channels: { rules: [], families: {} },
  links: { mediums: [...defaultMediums], requireCampaign: true },
  referrals: {
    qualified: { amount: 25_000, currency: 'EUR' },
    won: { amount: 100_000, currency: 'EUR' },
    wonByDealValue: [],
    qualifiedMeans:
      'Sales have talked to them and confirmed three of these four: budget, authority, need and timeline.',
    paidWhen: 'Within 5 working days of the lead being qualified, and of the deal being won.',
    onCancellation: 'If the deal is lost or the customer cancels before a reward is paid, it is not paid.',
    landingUrl: '',
  },
  qualification: { framework: 'bant', pools: {}, confirmedForSql: 3, mqlFrom: 'warm' },
  attribution: defaultAttribution,
  currencies: { base: 'EUR', rates: {} },
  economics: { ltvOn: 'revenue' },
  diversification: { measure: 'spend', tiers: {} },
  warnings: defaultWarnings,
};
