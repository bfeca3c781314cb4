import type { EconomicsSettings } from '@headwater/contract';
import type { Journeys } from './journeys.ts';
import { wonAt } from './leadMoney.ts';
import { rate, settled } from './sums.ts';

type Business = NonNullable<EconomicsSettings['business']>;

/** Percent of customers who refer somebody, as it is usual. */
const bands: Readonly<Record<Business, { from: number; to: number }>> = {
  saas: { from: 15, to: 25 },
  ecommerce: { from: 5, to: 10 },
  services: { from: 30, to: 40 },
};

/** `band`: what is usual, and `standing` against it; null where the settings name no business. */
export type ReferralRate = {
  customers: number;
  referred: number;
  ratePercent: number | null;
  band: { from: number; to: number } | null;
  standing: 'below' | 'within' | 'above' | null;
};

/** How many of those who were customers before `toMs` referred somebody; `referred` is how many did. */
export function referralRateOf(
  journeys: Journeys,
  { toMs, referred, business }: { toMs: number; referred: number; business: Business | undefined },
): ReferralRate {
  let customers = 0;
  for (let row = 0; row < journeys.size; row += 1)
    if (journeys.counted[row] === 1 && wonAt(journeys, row) < toMs) customers += 1;
  const part = rate(referred * 100, customers);
  const ratePercent = part === null ? null : settled(part);
  const band = business === undefined ? null : bands[business];
  return { customers, referred, ratePercent, band, standing: standingIn(band, ratePercent) };
}

function standingIn(band: ReferralRate['band'], percent: number | null): ReferralRate['standing'] {
  if (band === null || percent === null) return null;
  if (percent < band.from) return 'below';
  return percent > band.to ? 'above' : 'within';
}
