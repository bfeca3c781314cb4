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
  return {
    model,
    rows: sources.map(({ key, figures }, index) => {
      const places = placesOf(all[index], all);
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

/** Its place in each column, from 0, the last, to 1; equals share the middle of theirs. Null where unknown or alone. */
function placesOf(own: Compared | undefined, all: readonly Compared[]): Compared {
  return mapColumns((column) => {
    const value = own?.[column] ?? null;
    const values = all.flatMap((each) => each[column] ?? []);
    if (value === null || values.length < 2) return null;
    const worse = values.filter((each) => each < value).length;
    const equals = values.filter((each) => each === value).length - 1;
    return (worse + equals / 2) / (values.length - 1);
  });
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
