import type { Lead, LeadCard } from '@headwater/contract';

const source = {
  source: 'linkedin',
  medium: 'paid_social',
  campaign: 'q1',
  content: null,
  channel: 'Paid Social',
  family: 'paid' as const,
};

/** A hot lead that nobody has claimed yet. */
function sampleLead(changes: Partial<Lead> = {}): Lead {
  return {
    id: 'lead_1',
    email: 'eva@firma.de',
    name: 'Eva Beispiel',
    company: 'Firma GmbH',
    phone: null,
    linkedin: null,
    country: 'DE',
    segment: null,
    account: 'firma.de',
    role: 'unknown',
    stage: 'mql',
    stages: [{ stage: 'lead', at: '2030-01-07T09:00:00Z' }],
    score: 62,
    scoreLines: [
      { points: 40, because: 'asked for a demo' },
      { points: 22, because: 'looked at the prices twice' },
    ],
    temperature: 'hot',
    temperatureReasons: ['asked for a demo within 24 hours'],
    originalSource: source,
    latestSource: {
      ...source,
      source: 'google',
      medium: 'organic',
      channel: 'Organic Search',
      campaign: null,
    },
    heardFrom: 'a podcast',
    owner: null,
    assignment: {
      owner: 'U0ANNA',
      channel: '#sales-hot',
      deadline: '2030-01-07T09:05:00Z',
      rule: 'hot',
      because: 'rule "hot": next of the pool sales',
      tried: [],
    },
    snoozed: null,
    flags: [],
    createdAt: '2030-01-07T09:00:00Z',
    ...changes,
  };
}

export function sampleCard(
  changes: Partial<Lead> = {},
  rest: Partial<Omit<LeadCard, 'lead'>> = {},
): LeadCard {
  return {
    lead: sampleLead(changes),
    activity: [
      { at: '2030-01-07T08:55:00Z', text: 'looked at /pricing' },
      { at: '2030-01-07T09:00:00Z', text: 'sent the form Request a demo' },
    ],
    message: 'When can we see it?',
    referredBy: null,
    qualification: null,
    buyingCentre: { people: [], more: 0 },
    journey: { steps: [], more: 0 },
    url: 'https://leads.example.com/leads/lead_1',
    ...rest,
  };
}
