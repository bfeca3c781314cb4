import type { CurrencySettings, EconomicsSettings, Money, SpendKind } from '@headwater/contract';
import { moneyIn, onlyIn, type Purse } from './purse.ts';
import { ratesOf, type StageCounts, type StageRate } from './sources.ts';
import { medianOf } from './spread.ts';
import { asRevenue, rate, settled, type Revenue } from './sums.ts';
import { costOf, spendKinds, type Tally } from './tally.ts';

/** Below this, a customer does not bring enough for what winning one costs. */
export const HEALTHY_LTV_TO_CAC = 3;

/**
 * Money that is one amount is null where it would be of several currencies; what is divided is null where it would
 * be divided by 0. Rates are from 0 to 1.
 */
export type Figures = {
  leads: number;
  stages: StageCounts;
  rates: StageRate[];
  cost: Money | null;
  costs: Money[];
  costByKind: Record<SpendKind, Money[]>;
  cpl: Money | null;
  costPerMql: Money | null;
  costPerSql: Money | null;
  costPerOpportunity: Money | null;
  cac: Money | null;
  margin: Money | null;
  margins: Money[];
  lifetime: Money | null;
  ltv: Money | null;
  ltvToCac: number | null;
  ltvToCacIsLow: boolean;
  roiPercent: number | null;
  paybackMonths: number | null;
  cycleDays: { fromFirstTouch: number | null; fromLead: number | null };
  dealSize: Money | null;
  churnRate: number | null;
  netRevenueRetention: number | null;
} & Revenue;

type Settings = { currencies: Pick<CurrencySettings, 'base'>; economics: Pick<EconomicsSettings, 'ltvOn'> };

/** The figures of what was added up. Ratios are of the sums, so those of a total are no sum of its rows'. */
export function figuresOf(tally: Tally, { currencies: { base }, economics: { ltvOn } }: Settings): Figures {
  const reached = tally.reached.map(settled);
  const [lead = 0, mql = 0, sql = 0, opportunity = 0, customer = 0] = reached;
  const spent = costOf(tally);
  const cost = onlyIn(spent, base);
  const margin = tally.withoutMargin > 0 ? null : onlyIn(tally.margin, base);
  const worth = worthOf(tally, ltvOn);
  const expected = worth && onlyIn(worth, base);
  const lifetime = expected && whole(expected);
  const ltvToCac = customer === 0 ? null : ratioOf(lifetime, cost);
  return {
    leads: lead,
    stages: { lead, mql, sql, opportunity, customer },
    rates: ratesOf(reached),
    cost: cost && whole(cost),
    costs: moneyIn(spent),
    costByKind: byKind(tally),
    cpl: per(cost, lead),
    costPerMql: per(cost, mql),
    costPerSql: per(cost, sql),
    costPerOpportunity: per(cost, opportunity),
    cac: per(cost, customer),
    ...asRevenue(moneyIn(tally.revenue)),
    margin: margin && whole(margin),
    margins: moneyIn(tally.margin),
    lifetime,
    ltv: per(lifetime, customer),
    ltvToCac,
    ltvToCacIsLow: ltvToCac !== null && ltvToCac < HEALTHY_LTV_TO_CAC,
    roiPercent: roiOf(onlyIn(tally.revenue, base), cost),
    paybackMonths: paybackOf(cost, margin, tally.months, customer),
    cycleDays: { fromFirstTouch: medianOf(tally.daysFromTouch), fromLead: medianOf(tally.daysFromLead) },
    dealSize: per(onlyIn(tally.dealValue, base), settled(tally.deals)),
    churnRate: customer === 0 ? null : settled(tally.cancelled / customer),
    netRevenueRetention: ratioOf(onlyIn(tally.kept, base), onlyIn(tally.started, base)),
  };
}

const whole = ({ amount, currency }: Money): Money => ({ amount: Math.round(amount), currency });

const byKind = ({ costs }: Tally): Figures['costByKind'] =>
  Object.fromEntries(spendKinds.map((kind) => [kind, moneyIn(costs[kind])])) as Figures['costByKind'];

/** An amount for each of so many, in whole minor units. */
function per(money: Money | null, count: number): Money | null {
  const each = money && rate(money.amount, count);
  return money && each !== null ? whole({ amount: each, currency: money.currency }) : null;
}

/** How many times the second the first is; nothing is nothing in every currency. */
function ratioOf(part: Money | null, of: Money | null): number | null {
  if (!part || !of || of.amount === 0) return null;
  if (part.amount !== 0 && part.currency !== of.currency) return null;
  return settled(part.amount / of.amount);
}

/** What all customers brought and will bring; null where margins are asked for and not known. */
function worthOf(
  { revenue, margin, withoutMargin, remainder }: Tally,
  ltvOn: 'revenue' | 'margin',
): Purse | null {
  if (ltvOn === 'margin' && withoutMargin > 0) return null;
  const worth: Purse = new Map(ltvOn === 'margin' ? margin : revenue);
  for (const [currency, amount] of remainder) worth.set(currency, (worth.get(currency) ?? 0) + amount);
  return worth;
}

function roiOf(revenue: Money | null, cost: Money | null): number | null {
  const ratio = ratioOf(revenue, cost);
  return ratio === null ? null : settled((ratio - 1) * 100);
}

/** Months until the margin of a customer has paid for winning one; null where it never does. */
function paybackOf(
  cost: Money | null,
  margin: Money | null,
  months: number,
  customers: number,
): number | null {
  if (!cost || !margin || margin.amount <= 0 || months === 0 || customers === 0) return null;
  if (cost.amount !== 0 && cost.currency !== margin.currency) return null;
  return settled(cost.amount / customers / (margin.amount / months));
}
