import { z } from 'zod';
import { line, money, paidMoney } from './primitives.ts';

/** What money was spent for; people's time and rewards are costs too, also of sources that seem free. */
export const spendKinds = ['ads', 'software', 'content', 'team', 'event', 'rewards'] as const;
export type SpendKind = (typeof spendKinds)[number];

/** What a cost belongs to. */
export const spendDimensions = ['source', 'channel', 'campaign'] as const;
export type SpendDimension = (typeof spendDimensions)[number];

/** A calendar month, `2026-03`. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03');

/** Names one amount: there is one for each month, source (or channel, or campaign) and kind. */
export const spendCellName = z.object({
  month,
  by: z.enum(spendDimensions),
  key: line(200),
  kind: z.enum(spendKinds),
});
export type SpendCellName = z.infer<typeof spendCellName>;

/** Body of `PUT /v1/spend`. Put again it replaces what was there; an amount of 0 removes it. */
export const spendCell = spendCellName.extend({ amount: paidMoney });
export type SpendCell = z.infer<typeof spendCell>;

/** `key` is the name under which reports show what was put. */
export const spendAnswer = spendCellName.extend({
  amount: money.nullable(),
  outcome: z.enum(['stored', 'unchanged', 'removed']),
});
export type SpendAnswer = z.infer<typeof spendAnswer>;

/** `GET /v1/spend`. `totals` has one amount, or several where currencies have no rates. */
export const spendList = z.object({ data: z.array(spendCell), totals: z.array(money) });
export type SpendList = z.infer<typeof spendList>;

/** By which rates amounts are added up: one unit of a currency is so many of the base. None is guessed. */
export const currencySettings = z.strictObject({
  base: money.shape.currency,
  rates: z.record(money.shape.currency, z.number().positive().max(1e9)),
});
export type CurrencySettings = z.infer<typeof currencySettings>;
