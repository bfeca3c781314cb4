import type { AttributionSettings } from '@headwater/contract';

/** A year back, since a B2B buyer may be silent for three months between two touches. */
export const defaultAttribution: AttributionSettings = {
  model: 'last',
  halfLifeDays: 7,
  lookbackDays: 365,
  journeys: 'person',
  transform: 'none',
};
