import type { Home, HomeLead } from '@headwater/contract';

/** A hot lead that was given to somebody and waits to be claimed. */
export function sampleHomeLead(changes: Partial<HomeLead> = {}): HomeLead {
  return {
    id: 'lead_1',
    name: 'Eva Beispiel',
    email: null,
    phone: null,
    linkedin: null,
    company: 'Firma GmbH',
    stage: 'mql',
    score: 62,
    temperature: 'hot',
    latestSource: {
      source: 'google',
      medium: 'organic',
      campaign: null,
      content: null,
      channel: 'Organic Search',
      family: 'inbound',
    },
    claimed: false,
    tried: false,
    deadline: '2030-01-07T09:05:00Z',
    url: 'https://leads.example.com/#/leads/lead_1',
    ...changes,
  };
}

export const sampleLeads: HomeLead[] = [
  sampleHomeLead(),
  sampleHomeLead({
    id: 'lead_2',
    name: 'Tom Muster',
    company: 'Muster AG',
    claimed: true,
    tried: false,
    deadline: null,
    stage: 'sql',
    temperature: 'warm',
    score: 34,
  }),
];

/** The Home of a manager, with something in every part of it. */
export const sampleHome: Home = {
  slackUser: 'U0ANNA',
  leads: { shown: sampleLeads, total: 2 },
  referrals: {
    shown: [
      {
        id: 'ref_1',
        referrer: 'U0ANNA',
        name: 'Max Beispiel',
        company: 'Werk GmbH',
        state: 'qualified',
        reason: null,
        leadId: 'lead_3',
        createdAt: '2030-01-02T10:00:00Z',
        updatedAt: '2030-01-04T14:30:00Z',
      },
    ],
    total: 1,
  },
  leaderboard: {
    from: '2030-01-01',
    rows: [
      {
        referrer: 'U0BEN',
        submitted: 4,
        qualified: 3,
        won: 1,
        pending: [{ amount: 25_000, currency: 'EUR' }],
        approved: [],
        paid: [{ amount: 150_000, currency: 'EUR' }],
      },
      {
        referrer: 'U0ANNA',
        submitted: 1,
        qualified: 1,
        won: 0,
        pending: [],
        approved: [{ amount: 25_000, currency: 'EUR' }],
        paid: [],
      },
    ],
  },
  responses: [
    { slackUser: 'U0ANNA', claims: 18, medianMinutes: 2.5 },
    { slackUser: 'U0BEN', claims: 11, medianMinutes: 4 },
  ],
  settings: {
    hours: { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
    absences: [{ from: '2030-02-04', until: '2030-02-08', note: 'Skiing' }],
    notify: { from: '10:00', to: '16:00' },
  },
  team: {
    missed: [{ slackUser: 'U0BEN', count: 2 }],
    pools: [{ name: 'First line', members: ['U0ANNA', 'U0BEN'] }],
  },
};
