import type { CurrencySettings, EconomicsSettings, Money } from '@headwater/contract';
import { splitMinor } from '../attribution/index.ts';
import { inBase } from '../currency.ts';
import { createCosts, type CostQuestion } from './costs.ts';
import { figuresOf, type Figures } from './economicFigures.ts';
import { groupBy } from './grouping.ts';
import { STAGES, TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import { leftAt, moneyOfLead, wonAt } from './leadMoney.ts';
import { createShareReader, weightsIn, type CreditBy, type ShareQuestion } from './leadShares.ts';
import { put } from './purse.ts';
import { leadsIn, passes, sourcesIn, type Scope } from './scope.ts';
import { referralRateOf, type ReferralRate } from './referralRate.ts';
import { rate } from './sums.ts';
import { addUp, emptyTally, type Tally } from './tally.ts';

/** `costs`: what falls on the days of the period, converted as far as rates go. `nowMs`: epoch milliseconds. */
export type EconomicsQuestion = Scope &
  ShareQuestion &
  CostQuestion & {
    currencies: CurrencySettings;
    economics: EconomicsSettings;
    nowMs: number;
  };

export type EconomicsRow = { key: string; share: number | null } & Figures;
export type EconomicsAnswer = EconomicRows & { referrals: ReferralRate };
type EconomicRows = { model: CreditBy; rows: EconomicsRow[]; totals: Figures };

const DAY_MS = 86_400_000;
const MONTH_MS = (365.25 / 12) * DAY_MS;
const MONTHS_OF_A_PAYMENT = 12;

/** {@link economicsOf} with how many customers refer; `referred`: how many did in the period. */
export function economicsReport(
  journeys: Journeys,
  question: EconomicsQuestion & { referred: number },
): EconomicsAnswer {
  const { referred, toMs, economics } = question;
  return {
    ...economicsOf(journeys, question),
    referrals: referralRateOf(journeys, { toMs, referred, business: economics.business }),
  };
}

/** What the leads that came in the period cost, and what they brought so far. Customers first, then what one cost. */
export function economicsOf(journeys: Journeys, question: EconomicsQuestion): EconomicRows {
  const { groups, whole } = tally(journeys, question);
  const leads = whole.reached[0] ?? 0;
  const rows = groups.map(({ key, tally: own }) => ({
    key,
    share: rate(own.reached[0] ?? 0, leads),
    ...figuresOf(own, question),
  }));
  return {
    model: question.creditBy,
    rows: rows.toSorted(byCustomersThenCost(question.currencies.base)),
    totals: figuresOf(whole, question),
  };
}

/** Who brings more customers is first; of equal ones who brings them for less, and last who has no such cost. */
function byCustomersThenCost(base: string): (a: EconomicsRow, b: EconomicsRow) => number {
  const costOf = ({ cac }: EconomicsRow): number => (cac?.currency === base ? cac.amount : Infinity);
  const cheaper = (a: EconomicsRow, b: EconomicsRow): number =>
    costOf(a) === costOf(b) ? 0 : costOf(a) - costOf(b);
  return (a, b) =>
    b.stages.customer - a.stages.customer ||
    cheaper(a, b) ||
    Number(a.cac === null) - Number(b.cac === null) ||
    b.leads - a.leads ||
    (a.key < b.key ? -1 : 1);
}

/** Everything that is added up, by group and in all. The whole is the sum of the groups. */
function tally(
  journeys: Journeys,
  question: EconomicsQuestion,
): { groups: { key: string; tally: Tally }[]; whole: Tally } {
  const { fromMs, toMs, filter } = question;
  const grouping = groupBy(journeys, question.groupBy);
  const tallies: Tally[] = [];
  const tallyOf = (group: number): Tally => (tallies[group] ??= emptyTally());
  const costs = createCosts(journeys, question, grouping);
  const isIn = leadsIn(journeys, filter);
  const allowed = sourcesIn(journeys, filter);
  const sharesOf = createShareReader(journeys, question);
  const days: Days[] = [];
  // used again for each lead
  const owners: (number | null)[] = [];
  for (let row = 0; row < journeys.size; row += 1) {
    const at = journeys.reachedAt[row * STAGES] ?? Number.NaN;
    if (!(at >= fromMs && at < toMs) || journeys.counted[row] !== 1) continue;
    const shares = sharesOf(row);
    const isAsked = isIn(row);
    const reached = stagesOf(journeys, row);
    for (let index = 0; index < shares.length; index += 1) {
      const source = shares.sources[index] ?? UNKNOWN;
      const weight = shares.weights[index] ?? 0;
      const group = isAsked && passes(allowed, source) ? grouping.groupOf(row, source) : null;
      owners[index] = group;
      costs.addLead(source, group, weight);
      if (group !== null) addStages(tallyOf(group), reached, weight);
    }
    if (!hasMoney(journeys, row)) continue;
    const owned = { owners: owners.slice(0, shares.length), weights: weightsIn(shares), tallyOf };
    addMoney(journeys, row, question, owned);
    const own = daysOf(journeys, row);
    if (own && owned.owners.some((group) => group !== null)) days.push(own);
    if (own) for (const group of new Set(owned.owners)) if (group !== null) addDays(tallyOf(group), own);
  }
  costs.divide((group, { kind, amount: { amount, currency } }) =>
    put(tallyOf(group).costs[kind], currency, amount),
  );
  const whole = addUp(tallies.filter(Boolean));
  for (const each of days) addDays(whole, each);
  const groups = grouping.keys.flatMap((key, group) => {
    const own = tallies[group];
    return own ? [{ key, tally: own }] : [];
  });
  return { groups, whole };
}

/** A bit for each stage that was reached. */
function stagesOf({ reachedAt }: Journeys, row: number): number {
  let reached = 0;
  for (let stage = 0; stage < STAGES; stage += 1)
    if (!Number.isNaN(reachedAt[row * STAGES + stage])) reached |= 1 << stage;
  return reached;
}

function addStages({ reached: sums }: Tally, reached: number, weight: number): void {
  for (let stage = 0; stage < STAGES; stage += 1)
    if ((reached & (1 << stage)) !== 0) sums[stage] = (sums[stage] ?? 0) + weight;
}

const hasMoney = (journeys: Journeys, row: number): boolean =>
  (journeys.revenue.count[row] ?? 0) > 0 || !Number.isNaN(wonAt(journeys, row));

type Owned = {
  owners: readonly (number | null)[];
  weights: readonly number[];
  tallyOf: (group: number) => Tally;
};

/** Divides what a lead brought, and what is expected of it, among its groups. */
function addMoney(journeys: Journeys, row: number, question: EconomicsQuestion, owned: Owned): void {
  const { currencies, economics, nowMs } = question;
  const { marginPercent, ltvOn, retention = 0, contractMonths = MONTHS_OF_A_PAYMENT } = economics;
  const won = wonAt(journeys, row);
  const isCustomer = !Number.isNaN(won);
  const brought = moneyOfLead(journeys, row, { currencies, marginPercent });
  if (!isCustomer && brought.length === 0) return;
  const left = leftAt(journeys, row);
  const isGone = !Number.isNaN(left);
  const months = Math.max(contractMonths, ((isGone ? left : nowMs) - won) / MONTH_MS);
  const weighed = (add: (own: Tally, weight: number) => void): void => {
    for (const [index, group] of owned.owners.entries())
      if (group !== null) add(owned.tallyOf(group), owned.weights[index] ?? 0);
  };
  const divide = createDivision(owned.weights);
  const divided = (
    purse: 'revenue' | 'margin' | 'dealValue' | 'started' | 'kept',
    { amount, currency }: Money,
  ): void => {
    const parts = divide(amount);
    for (const [index, part] of parts.entries()) {
      const group = owned.owners[index] ?? null;
      if (group !== null) put(owned.tallyOf(group)[purse], currency, part);
    }
  };
  for (const { currency, revenue, margin, started, kept } of brought) {
    divided('revenue', { amount: revenue, currency });
    if (margin !== null) divided('margin', { amount: margin, currency });
    else weighed((own, weight) => (own.withoutMargin += weight));
    divided('started', { amount: started, currency });
    divided('kept', { amount: isGone ? 0 : kept, currency });
    const worth = (ltvOn === 'revenue' ? revenue : margin) ?? 0;
    const expected = ((worth / months) * 12 * retention) / (1 - retention);
    if (isCustomer && !isGone)
      weighed((own, weight) => put(own.remainder, currency, Math.max(0, expected) * weight));
  }
  if (!isCustomer) return;
  weighed((own, weight) => (own.months += months * weight));
  if (isGone) weighed((own, weight) => (own.cancelled += weight));
  const deal = brought.filter(({ started }) => started !== 0);
  const deals =
    deal.length > 0
      ? deal.map(({ started, currency }) => ({ amount: started, currency }))
      : valueOf(journeys, row, currencies);
  for (const each of deals) divided('dealValue', each);
  if (deals.length > 0) weighed((own, weight) => (own.deals += weight));
}

/** Divides amounts by the same weights: of most customers revenue, deal and what they started with are the same. */
function createDivision(weights: readonly number[]): (amountMinor: number) => readonly number[] {
  let amount = Number.NaN;
  let parts: readonly number[] = [];
  return (amountMinor) => {
    if (amountMinor === amount) return parts;
    amount = amountMinor;
    parts = weights.length === 1 ? [amount] : splitMinor(amount, weights);
    return parts;
  };
}

function valueOf(
  { valueMinor, valueCurrency, names }: Journeys,
  row: number,
  currencies: CurrencySettings,
): Money[] {
  const amount = valueMinor[row] ?? Number.NaN;
  if (Number.isNaN(amount)) return [];
  const money = { amount, currency: names[valueCurrency[row] ?? UNKNOWN] ?? '' };
  return [inBase(money, currencies) ?? money];
}

type Days = { fromTouch: number | null; fromLead: number };

/** How long it took until somebody was a customer. */
function daysOf(journeys: Journeys, row: number): Days | null {
  const won = wonAt(journeys, row);
  if (Number.isNaN(won)) return null;
  const { cells, start, count } = journeys.touches;
  const touchedAt =
    (count[row] ?? 0) > 0 ? (cells.subarray(start[row] ?? 0, (start[row] ?? 0) + TOUCH)[0] ?? won) : null;
  const leadAt = journeys.reachedAt[row * STAGES] ?? won;
  return {
    fromTouch: touchedAt === null || touchedAt > won ? null : (won - touchedAt) / DAY_MS,
    fromLead: (won - leadAt) / DAY_MS,
  };
}

function addDays(own: Tally, { fromTouch, fromLead }: Days): void {
  if (fromTouch !== null) own.daysFromTouch.push(fromTouch);
  own.daysFromLead.push(fromLead);
}
