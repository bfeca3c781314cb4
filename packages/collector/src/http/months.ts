import { z } from 'zod';

/** A month, or a day of it. */
const monthOrDay = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$/, 'a month such as 2026-03')
  .transform((text) => text.slice(0, 7));
/** `from` and `to`, both included; everything where they are left out. */
export const months = z
  .object({ from: monthOrDay.default('0000-01'), to: monthOrDay.default('9999-12') })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' });
