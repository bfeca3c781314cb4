import type { Money, SourceTier } from '@headwater/contract';
import { unassignedCost } from './costs.ts';
import type { Figures } from './economicFigures.ts';
import { economicsOf, type EconomicsQuestion } from './economics.ts';
import type { Journeys } from './journeys.ts';
import type { CreditBy } from './leadShares.ts';
import { tierOf, type Tiers } from './portfolio.ts';
import { settled } from './sums.ts';

export type MatrixQuestion = Omit<EconomicsQuestion, 'groupBy'> & { tiers: Tiers };

const columns = ['volume', 'quality', 'speed', 'cost', 'value'] as const;
type Column = (typeof columns)[number];
export type Standing = 'strong' | 'middling' | 'weak' | null;

/** `speed`: days from first touch to customer. `cost` and `value` are of one customer. */
type MatrixFigures = {
  volume: number;
  quality: number | null;
  speed: number | null;
  cost: Money | null;
  value: Money | null;
  ltvToCac: number | null;
};

export type MatrixAnswer = {
  model: CreditBy;
  rows: ({
    key: string;
    tier: SourceTier;
    qualityFactor: number | null;
    standings: Record<Column, Standing>;
    score: number | null;
  } & MatrixFigures)[];
  totals: MatrixFigures;
};

/** The sources side by side: how many leads, how good, how fast, for how much, worth what. */
export function matrixReport(journeys: Journeys, question: MatrixQuestion): MatrixAnswer {
  const { tiers, creditBy: model } = question;
  const { rows, totals } = economicsOf(journeys, { ...question, groupBy: 'source' });
  const sources = rows
    .filter(({ key }) => key !== unassignedCost)
    .map((row) => ({ key: row.key, figures: matrixFigures(row) }));
  const worst = sources
    .flatMap(({ figures: { quality } }) => (quality === null || quality === 0 ? [] : [quality]))
    .reduce((a, b) => Math.min(a, b), Infinity);
  const all = sources.map(({ figures }) => comparable(figures, question.currencies.base));
  const placesBy = mapColumns((column) => placesOf(all.flatMap((each) => each[column] ?? [])));
  return {
    model,
    rows: sources.map(({ key, figures }, index) => {
      const places = mapColumns((column) => placesBy[column].get(all[index]?.[column] ?? null) ?? null);
      const known = columns.flatMap((column) => places[column] ?? []);
      return {
        key,
        tier: tierOf(tiers, key),
        ...figures,
        qualityFactor:
          figures.quality === null || worst === Infinity ? null : settled(figures.quality / worst),
        standings: mapColumns((column) => standingAt(places[column])),
        score:
          known.length === 0 ? null : Math.round((100 * known.reduce((a, b) => a + b, 0)) / known.length),
      };
    }),
    totals: matrixFigures(totals),
  };
}

function matrixFigures({ leads, rates, cycleDays, cac, ltv, ltvToCac }: Figures): MatrixFigures {
  const won = rates.find(({ from, to }) => from === 'lead' && to === 'customer');
  return {
    volume: leads,
    quality: won?.rate ?? null,
    speed: cycleDays.fromFirstTouch,
    cost: cac,
    value: ltv,
    ltvToCac,
  };
}

type Compared = Record<Column, number | null>;

/** The same as numbers of which more is better; money of another currency cannot be compared. */
function comparable({ volume, quality, speed, cost, value }: MatrixFigures, base: string): Compared {
  const inBase = (money: Money | null): number | null => (money?.currency === base ? money.amount : null);
  const less = (number: number | null): number | null => (number === null ? null : -number);
  return { volume, quality, speed: less(speed), cost: less(inBase(cost)), value: inBase(value) };
}

/**
 * The place of each value of a column, from 0, the last, to 1; equals share the middle of theirs. None where a value
 * is alone.
 */
function placesOf(values: readonly number[]): ReadonlyMap<number | null, number> {
  const places = new Map<number | null, number>();
  if (values.length < 2) return places;
  const ordered = Float64Array.from(values).sort();
  for (let worse = 0; worse < ordered.length;) {
    const value = ordered[worse] ?? 0;
    let next = worse + 1;
    while (ordered[next] === value) next += 1;
    const equals = next - worse - 1;
    places.set(value, (worse + equals / 2) / (values.length - 1));
    worse = next;
  }
  return places;
}

function standingAt(place: number | null): Standing {
  if (place === null) return null;
  return place >= 2 / 3 ? 'strong' : place <= 1 / 3 ? 'weak' : 'middling';
}

const mapColumns = <Value>(valueOf: (column: Column) => Value): Record<Column, Value> => ({
  volume: valueOf('volume'),
  quality: valueOf('quality'),
  speed: valueOf('speed'),
  cost: valueOf('cost'),
  value: valueOf('value'),
});
