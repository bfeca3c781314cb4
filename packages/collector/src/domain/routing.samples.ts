import type { RoutingFacts, RoutingSettings, SalesPerson } from '@headwater/contract';
import { defaultSettings } from './defaults.ts';
import type { Staff } from './routing-pool.ts';
import { staffAt } from './staff.ts';

/** A Tuesday at ten in the morning, in working hours. */
export const tuesdayAtTen = Date.parse('2026-03-03T10:00:00.000Z');

/** A hot lead from a paid search in Germany, changed as a test needs it. */
export const draft = (changes: Partial<RoutingFacts> = {}): RoutingFacts => ({
  family: 'paid',
  channel: 'Paid Search',
  source: 'google',
  campaign: null,
  temperature: 'hot',
  score: 60,
  country: 'DE',
  language: null,
  companySize: null,
  industry: null,
  specialisation: null,
  segment: null,
  eventSession: null,
  account: null,
  accountOwner: null,
  existingCustomer: false,
  ...changes,
});

export const person = (known: Partial<SalesPerson> & { slackUser: string }): SalesPerson => ({
  absences: [],
  experience: 0,
  specialisations: [],
  industries: [],
  languages: [],
  territories: [],
  ...known,
});

export type TeamState = {
  atMs?: number;
  openLeads?: Record<string, number>;
  turns?: Record<string, number>;
};

/** A team at a moment; who is not named works from nine to five, UTC. */
export const team = (
  people: (Partial<SalesPerson> & { slackUser: string })[] = [],
  { atMs = tuesdayAtTen, openLeads = {}, turns = {} }: TeamState = {},
): Staff =>
  staffAt(
    atMs,
    { people: { people: people.map(person) }, calendar: defaultSettings.calendar },
    { openLeads: new Map(Object.entries(openLeads)), turns: new Map(Object.entries(turns)) },
  );

export const slackUsers = (...names: string[]) => names.map((slackUser) => ({ slackUser }));

/** These rules, and a pool called sales. */
export const settingsOf = (
  rules: RoutingSettings['rules'],
  pool: Partial<RoutingSettings['pools'][number]> = {},
): RoutingSettings => ({
  rules,
  pools: [{ name: 'sales', strategy: 'round_robin', members: slackUsers('UANNA', 'UBEN', 'UCEM'), ...pool }],
  fallback: { channel: '#fallback' },
});

/** Everything goes to the pool. */
export const toPool = (pool: Partial<RoutingSettings['pools'][number]> = {}): RoutingSettings =>
  settingsOf([{ name: 'r', when: {}, then: { pool: 'sales', channel: '#a' } }], pool);
