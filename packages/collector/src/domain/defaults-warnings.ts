import type { WarningSettings } from '@headwater/contract';

/** The pipeline and what customers cost are looked at over a year, since a B2B deal takes long. */
export const defaultWarnings: WarningSettings = {
  at: '08:00',
  period: 'month',
  concentration: { on: true, overPercent: 50, days: 365 },
  unknown: { on: true, overPercent: 10, days: 90 },
  ltvCac: { on: true, under: 3, months: 12 },
  diversification: { on: true, overPoints: 5, months: 3 },
  links: { on: true, overPercent: 0, days: 30 },
  silent: { on: true, hours: 24 },
};
