import type { Source } from '@headwater/contract';
import fc from 'fast-check';
import type { Dimension } from './grouping.ts';
import { createJourneyStore } from './journeyStore.ts';
import type { Journeys } from './journeys.ts';
import { packCourse, packTouches, type JourneyFacts, type PackedCourse } from './pack.ts';

const day = 86_400_000;
export const start = Date.parse('2026-01-01T00:00:00Z');

const oneOf = <const Value>(...values: Value[]) => fc.constantFrom(...values);

const source: fc.Arbitrary<Source> = fc.record({
  source: oneOf('google', 'linkedin', '(direct)', null),
  medium: oneOf('cpc', 'email', null),
  campaign: oneOf('spring', 'autumn', null),
  content: fc.constant(null),
  channel: oneOf('Paid Search', 'Organic Social', 'Direct', 'Email'),
  family: oneOf('paid', 'inbound', null),
});

/** A lead of whom nothing is known. */
export const stranger = {
  junk: false,
  site: null,
  country: null,
  industry: null,
  companySize: null,
  segment: null,
  account: null,
  heardFrom: null,
};

const moment = fc.integer({ min: 0, max: 200 }).map((days) => start + days * day);
const euros = fc.record({ amount: fc.integer({ min: -500, max: 9_999 }), currency: oneOf('EUR', 'USD') });

const facts: fc.Arbitrary<JourneyFacts> = fc.record({
  createdAt: moment,
  junk: fc.boolean(),
  site: oneOf('acme', null),
  country: oneOf('DE', 'AT', null),
  industry: oneOf('Software', null),
  companySize: oneOf(5, 80, null),
  segment: oneOf('small', null),
  account: oneOf('a.de', 'b.de', null),
  heardFrom: fc.constant(null),
  original: source,
  latest: source,
  touches: fc
    .array(fc.record({ at: moment, kind: oneOf('touch', 'webinar'), resolved: source }), { maxLength: 6 })
    .map((touches) => touches.toSorted((a, b) => a.at - b.at)),
});

const course: fc.Arbitrary<PackedCourse> = fc.record({
  reached: fc
    .tuple(moment, fc.subarray(['mql', 'sql', 'opportunity', 'customer'] as const), fc.boolean())
    .map(([at, later, isImplied]) => [
      { stage: 'lead' as const, at, isImplied: false },
      ...later.map((stage) => ({ stage, at: at + day, isImplied: isImplied && stage !== 'customer' })),
    ]),
  value: fc.option(euros, { nil: null }),
  revenue: fc.array(
    fc.record({
      at: moment,
      kind: oneOf('new' as const, 'refund' as const),
      amount: euros,
      margin: fc.constant(null),
    }),
    { maxLength: 3 },
  ),
  exits: fc.constant([]),
});

export type SomeLead = { leadId: string; facts: JourneyFacts; course: PackedCourse };

/** Leads as they may be, with nothing alike but their ids. */
export const someLeads = fc
  .array(fc.record({ facts, course }), { maxLength: 25 })
  .map((leads): SomeLead[] => leads.map((lead, n) => ({ leadId: `lead_${n}`, ...lead })));

/** The columns of those leads, as they would be read from their rows. */
export function journeysOf(leads: readonly SomeLead[]): Journeys {
  const { journeys, put } = createJourneyStore();
  for (const { leadId, facts: lead, course: way } of leads) {
    const revenue = way.revenue.map((entry, n) => ({ id: String(n), ...entry }));
    put({ leadId, touches: packTouches(lead), course: packCourse({ ...way, revenue }) });
  }
  return journeys;
}

/** Any filter that some of them may pass. */
export const someFilter = fc.record(
  {
    channel: oneOf('Paid Search', 'Direct'),
    source: oneOf('google', '(unknown)'),
    country: oneOf('DE', 'FR', '(unknown)'),
    companySize: oneOf('51-200', '(unknown)'),
    site: fc.constant('acme'),
  },
  { requiredKeys: [] },
);

export const someDimension: fc.Arbitrary<Dimension> = oneOf(
  'channel',
  'source',
  'campaign',
  'country',
  'companySize',
  'family',
  'site',
);
