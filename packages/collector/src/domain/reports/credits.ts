import { funnelStages, type FunnelStage } from '../course.ts';
import type { Dimension, Grouping } from './grouping.ts';
import { REVENUE, STAGES, TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import { leadsIn, passes, sourcesIn, type Scope } from './scope.ts';
import { createMoneySums, createSums, type MoneySums, type Sums } from './sums.ts';
import { splitMinor, weightsOf, type Occasion, type RuleModel } from '../attribution/index.ts';

/** What earns credit, and how far back it is looked for. */
export type CreditQuestion = Scope & {
  stage: FunnelStage;
  groupBy: Dimension;
  lookbackDays: number;
  halfLifeDays: number;
};

/** What each group earned under one model. */
export type Credits = { conversions: Sums; money: MoneySums };

const DAY_MS = 86_400_000;

/**
 * The credits of every conversion in the period under each of the models, added up by group. A source filter
 * chooses among the credits, not among the conversions: what the others earned is left out.
 */
export function creditsOf<Model extends RuleModel>(
  journeys: Journeys,
  question: CreditQuestion,
  grouping: Grouping,
  models: readonly Model[],
): Record<Model, Credits> {
  const allowed = sourcesIn(journeys, question.filter);
  const credits = Object.fromEntries(
    models.map((model) => [model, { conversions: createSums(), money: createMoneySums(journeys.names) }]),
  ) as Record<Model, Credits>;
  eachConversion(journeys, question, (row, { sources, touches, occasion }) => {
    const earned = moneyOf(journeys, row, question.stage);
    for (const model of models) {
      const { conversions, money } = credits[model];
      const weights = touches.length === 0 ? [1] : weightsOf(model, touches, occasion);
      share(weights, (index, weight) => {
        const source = sources[index] ?? UNKNOWN;
        if (passes(allowed, source)) conversions.add(grouping.groupOf(row, source), weight);
      });
      for (const { currency, amountMinor } of earned)
        share(splitMinor(amountMinor, weights), (index, partMinor) => {
          const source = sources[index] ?? UNKNOWN;
          if (passes(allowed, source)) money.add(grouping.groupOf(row, source), currency, partMinor);
        });
    }
  });
  return credits;
}

/** Those that got something. */
function share(parts: readonly number[], give: (index: number, part: number) => void): void {
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? 0;
    if (part !== 0) give(index, part);
  }
}

/** A conversion with its eligible touches. What is passed is used again for the next: keep nothing of it. */
export type Conversion = {
  /** The place in `sources` of each touch. */
  sources: number[];
  touches: { at: number; isDirect: boolean }[];
  occasion: Occasion;
};

/** Every lead that reached a stage in the period, not only passed it, and passes the filter of leads. */
export function eachConversion(
  journeys: Journeys,
  question: Omit<CreditQuestion, 'groupBy'>,
  visit: (row: number, conversion: Conversion) => void,
): void {
  const { sources } = journeys;
  const { lookbackDays, halfLifeDays } = question;
  const readTouches = createTouchReader(journeys, isDirectOf(sources));
  eachReached(journeys, question, (row, at) => {
    const eligible = readTouches(row, at - lookbackDays * DAY_MS, at);
    visit(row, { ...eligible, occasion: { at, ...milestonesOf(journeys, row), halfLifeDays } });
  });
}

/** The same leads with the moment of their conversion alone. */
export function eachReached(
  journeys: Journeys,
  { fromMs, toMs, stage, filter }: Scope & { stage: FunnelStage },
  visit: (row: number, at: number) => void,
): void {
  const { size, reachedAt, implied } = journeys;
  const isIn = leadsIn(journeys, filter);
  const place = funnelStages.indexOf(stage);
  for (let row = 0; row < size; row += 1) {
    const at = reachedAt[row * STAGES + place] ?? Number.NaN;
    if (!(at >= fromMs && at < toMs) || ((implied[row] ?? 0) & (1 << place)) !== 0 || !isIn(row)) continue;
    visit(row, at);
  }
}

const OPPORTUNITY = funnelStages.indexOf('opportunity');

/** When the lead came, and when its opportunity did: one that was only passed is no milestone. */
export function milestonesOf(
  { reachedAt, implied }: Journeys,
  row: number,
): Pick<Occasion, 'leadAt' | 'opportunityAt'> {
  const wasPassed = ((implied[row] ?? 0) & (1 << OPPORTUNITY)) !== 0;
  return {
    leadAt: known(reachedAt[row * STAGES]),
    opportunityAt: wasPassed ? null : known(reachedAt[row * STAGES + OPPORTUNITY]),
  };
}

const known = (at: number | undefined): number | null => (at === undefined || Number.isNaN(at) ? null : at);

export const isDirectOf = (sources: Journeys['sources']): Uint8Array =>
  Uint8Array.from(sources, ({ channel }) => (channel === 'Direct' ? 1 : 0));

/** Reads the touches of a row between two moments, both included. What it answers is used again. */
export function createTouchReader({ touches }: Journeys, isDirect: Uint8Array) {
  const { cells, start, count } = touches;
  const roomFor = createRoom();
  return (row: number, since: number, until: number): Eligible => {
    const first = start[row] ?? 0;
    const end = first + (count[row] ?? 0) * TOUCH;
    let length = 0;
    for (let cell = first; cell < end; cell += TOUCH) {
      const at = cells[cell] ?? 0;
      if (at >= since && at <= until) length += 1;
    }
    const read = roomFor(length);
    let index = 0;
    for (let cell = first; cell < end; cell += TOUCH) {
      const at = cells[cell] ?? 0;
      if (at < since || at > until) continue;
      const source = cells[cell + 1] ?? UNKNOWN;
      const touch = read.touches[index];
      if (touch) touch.at = at;
      if (touch) touch.isDirect = isDirect[source] === 1;
      read.sources[index] = source;
      index += 1;
    }
    return read;
  };
}

type Eligible = Pick<Conversion, 'sources' | 'touches'>;

const MOST_KEPT = 64;

/** Room for so many touches, the same again where they are as many: to make lists longer and shorter takes long. */
function createRoom(): (length: number) => Eligible {
  const rooms: Eligible[] = [];
  const make = (length: number): Eligible => ({
    sources: Array.from({ length }, () => UNKNOWN),
    touches: Array.from({ length }, () => ({ at: 0, isDirect: false })),
  });
  for (let length = 0; length <= MOST_KEPT; length += 1) rooms.push(make(length));
  return (length) => rooms[length] ?? make(length);
}

/** What a conversion brought: a customer all their revenue so far, an opportunity its value. */
export function moneyOf(
  { valueMinor, valueCurrency, revenue }: Journeys,
  row: number,
  stage: FunnelStage,
): { currency: number; amountMinor: number }[] {
  if (stage === 'opportunity') {
    const amountMinor = valueMinor[row] ?? Number.NaN;
    return Number.isNaN(amountMinor) ? [] : [{ currency: valueCurrency[row] ?? UNKNOWN, amountMinor }];
  }
  if (stage !== 'customer') return [];
  const amounts: { currency: number; amountMinor: number }[] = [];
  const from = revenue.start[row] ?? 0;
  for (let cell = from; cell < from + (revenue.count[row] ?? 0) * REVENUE; cell += REVENUE) {
    const currency = revenue.cells[cell + 3] ?? UNKNOWN;
    const amountMinor = revenue.cells[cell + 2] ?? 0;
    const same = amounts.find((amount) => amount.currency === currency);
    if (same) same.amountMinor += amountMinor;
    else amounts.push({ currency, amountMinor });
  }
  return amounts;
}
