import { describe, expect, it } from 'vitest';
import { createJourneyStore } from './journeyStore.ts';
import { packCourse, packTouches } from './pack.ts';
import { referralRateOf } from './referralRate.ts';
import { stranger } from './reports.samples.ts';

const nobody = { source: null, medium: null, campaign: null, content: null, channel: 'Direct', family: null };
const lead = {
  createdAt: 1,
  ...stranger,
  original: nobody,
  latest: nobody,
  touches: [],
};

function customers(count: number) {
  const { journeys, put } = createJourneyStore();
  const reached = [
    { stage: 'lead' as const, at: 1, isImplied: false },
    { stage: 'customer' as const, at: 2, isImplied: false },
  ];
  const course = packCourse({ reached, value: null, revenue: [], exits: [] });
  for (let n = 0; n < count; n += 1) put({ leadId: `lead_${n}`, touches: packTouches(lead), course });
  return journeys;
}

describe('the rate of customers who refer', () => {
  it.each([
    ['saas', 14, 'below'],
    ['saas', 15, 'within'],
    ['saas', 25, 'within'],
    ['saas', 26, 'above'],
    ['ecommerce', 10, 'within'],
    ['services', 29, 'below'],
    ['services', 40, 'within'],
  ] as const)('for %s of %i of a hundred is %s what is usual', (business, referred, standing) => {
    expect(referralRateOf(customers(100), { toMs: 3, referred, business })).toMatchObject({
      customers: 100,
      ratePercent: referred,
      standing,
    });
  });

  it('is unknown without customers, and compared with nothing without a business', () => {
    const nothing = { customers: 0, ratePercent: null, standing: null };
    expect(referralRateOf(customers(3), { toMs: 2, referred: 0, business: 'saas' })).toMatchObject(nothing);
    expect(referralRateOf(customers(4), { toMs: 3, referred: 1, business: undefined })).toMatchObject({
      ratePercent: 25,
      band: null,
      standing: null,
    });
  });
});
