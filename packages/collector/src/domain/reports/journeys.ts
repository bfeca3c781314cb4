import type { Source } from '@headwater/contract';
import { funnelStages } from '../course.ts';
import type { Visitors } from './visitors.ts';
import { grown, createRagged, type Ragged } from './ragged.ts';

/** What is not known, in every column of places. */
export const UNKNOWN = -1;
export const STAGES = funnelStages.length;

/** What a row says by its place in `names`; UNKNOWN where nothing is known. */
const namedColumns = ['site', 'country', 'industry', 'segment', 'account', 'heardFrom'] as const;
export type NamedColumn = (typeof namedColumns)[number];

/**
 * Every journey there is, a row each, as columns of numbers: a report over a hundred thousand leads reads arrays
 * and makes no objects. Times in epoch milliseconds, money in minor units.
 */
export type Journeys = { [Column in NamedColumn]: Int32Array } & {
  /** Rows in use; the arrays are longer. */
  size: number;
  names: string[];
  sources: Source[];
  /** 1 for a lead that counts: neither junk nor part of another. */
  counted: Uint8Array;
  createdAt: Float64Array;
  companySize: Int32Array;
  /** Places in `sources`. */
  original: Int32Array;
  latest: Int32Array;
  /** `STAGES` numbers a row: when it reached each stage; NaN where it did not. */
  reachedAt: Float64Array;
  /** A bit for each stage that was passed without being reported: it counts in rates, and earns no credit. */
  implied: Uint8Array;
  /** Worth of the opportunity; NaN where nobody said. The currency is a place in `names`. */
  valueMinor: Float64Array;
  valueCurrency: Int32Array;
  /** at, place in `sources`, place in `names` of the kind; in the order of the journey. */
  touches: Ragged;
  /** at, place in `revenueKinds`, amount, place in `names` of the currency, margin or NaN; in the order of time. */
  revenue: Ragged;
  /** Place in `exitStages`, at, when they came back or NaN; in the order of time. */
  exits: Ragged;
  /** Those who are no lead; the same object for as long as the journeys live. */
  visitors: Visitors;
};

export const revenueKinds = ['new', 'repeat', 'expansion', 'refund', 'cancellation'] as const;
export const exitStages = ['disqualified', 'lost'] as const;
export const TOUCH = 3;
export const REVENUE = 5;
export const EXIT = 3;

const FIRST_ROWS = 64;

/** `names` and `sources` may be those of other journeys, whose places then mean the same here. */
export function createJourneys({
  names,
  sources,
  visitors = { paths: [], arrivals: [] },
}: Pick<Journeys, 'names' | 'sources'> & Partial<Pick<Journeys, 'visitors'>>): Journeys {
  const ints = (): Int32Array => new Int32Array(FIRST_ROWS);
  return {
    size: 0,
    names,
    sources,
    visitors,
    site: ints(),
    country: ints(),
    industry: ints(),
    segment: ints(),
    account: ints(),
    heardFrom: ints(),
    counted: new Uint8Array(FIRST_ROWS),
    createdAt: new Float64Array(FIRST_ROWS),
    companySize: ints(),
    original: ints(),
    latest: ints(),
    reachedAt: new Float64Array(FIRST_ROWS * STAGES),
    implied: new Uint8Array(FIRST_ROWS),
    valueMinor: new Float64Array(FIRST_ROWS),
    valueCurrency: ints(),
    touches: createRagged(TOUCH),
    revenue: createRagged(REVENUE),
    exits: createRagged(EXIT),
  };
}

/** Makes room for one more row and answers its place. */
export function addRow(journeys: Journeys): number {
  if (journeys.size === journeys.counted.length) growColumns(journeys);
  journeys.size += 1;
  return journeys.size - 1;
}

const intColumns = [...namedColumns, 'companySize', 'original', 'latest', 'valueCurrency'] as const;
const floatColumns = ['createdAt', 'reachedAt', 'valueMinor'] as const;
const byteColumns = ['counted', 'implied'] as const;

function growColumns(journeys: Journeys): void {
  for (const column of intColumns) journeys[column] = grown(journeys[column]);
  for (const column of floatColumns) journeys[column] = grown(journeys[column]);
  for (const column of byteColumns) journeys[column] = grown(journeys[column]);
}
