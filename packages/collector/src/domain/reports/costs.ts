import type { Family, SpendCell, SpendDimension } from '@headwater/contract';
import { splitMinor } from '../attribution/index.ts';
import { channels, familyOf } from '../channel-families.ts';
import type { Dimension, Grouping } from './grouping.ts';
import { UNKNOWN, type Journeys } from './journeys.ts';
import { unknownKey, type Scope } from './scope.ts';

/** Costs that no lead tells where they belong. */
export const unassignedCost = '(unassigned cost)';

/** Added up by the place of a group, `OUTSIDE` for what a filter leaves out. */
type Weights = Map<number, number>;
const OUTSIDE = -1;
const NO_GROUP = -2;
const bearing = ['source', 'channel', 'campaign'] as const satisfies SpendDimension[];

/** One source, channel or campaign with what it cost, and the leads among which that is divided. */
type Bearer = { by: SpendDimension; key: string; cells: SpendCell[]; leads: Weights };

/** `families`: of channels, where the settings say another than is usual. */
export type CostQuestion = {
  costs: readonly SpendCell[];
  filter: Scope['filter'];
  groupBy: Dimension;
  families: Readonly<Record<string, NonNullable<Family>>>;
};

export type Costs = {
  /** Says of a lead, or of a part of one, where its source's costs go; `null`: to what the filter leaves out. */
  addLead: (source: number, group: number | null, weight: number) => void;
  /** Gives every cost to its group, once all leads were said. */
  divide: (give: (group: number, cell: SpendCell) => void) => void;
};

/**
 * Costs follow leads: what a source, channel or campaign cost is divided among the groups of its leads in
 * proportion to them, to the cent, those included that a filter leaves out. What has no leads stays under its own
 * name where that is a group, and is `(unassigned cost)` where it is none.
 */
export function createCosts(journeys: Journeys, question: CostQuestion, grouping: Grouping): Costs {
  const bearers = bearersOf(question.costs);
  const leads = createLeadsBySource(journeys.sources.length);
  return {
    addLead: (source, group, weight) => {
      if (source !== UNKNOWN) leads.add(source, group ?? OUTSIDE, weight);
    },
    divide: (give) => {
      addUp(journeys, leads, bearers);
      const groupNamed = createNames(grouping.keys);
      for (const bearer of bearers.values()) {
        const own = [...bearer.leads]
          .map(([group, weight]) => ({ group, weight }))
          .filter(({ weight }) => weight > 0);
        if (own.length > 0) divideAmong(own, bearer.cells, grouping.keys, give);
        else if (passesAlone(bearer, question)) {
          const group = groupNamed(groupAlone(bearer, question));
          for (const cell of bearer.cells) give(group, cell);
        }
      }
    },
  };
}

const add = (weights: Weights, group: number, weight: number): void =>
  void weights.set(group, (weights.get(group) ?? 0) + weight);

/** What leads weigh, by their source and group. */
type LeadsBySource = {
  add: (source: number, group: number, weight: number) => void;
  each: (source: number, visit: (group: number, weight: number) => void) => void;
};

/** The first group of each source is no entry of a map: most sources have leads in no other. */
function createLeadsBySource(sourceCount: number): LeadsBySource {
  const firstGroup = new Int32Array(sourceCount).fill(NO_GROUP);
  const inFirst = new Float64Array(sourceCount);
  const inOthers: Weights[] = [];
  return {
    add: (source, group, weight) => {
      if (firstGroup[source] === NO_GROUP) firstGroup[source] = group;
      if (firstGroup[source] === group) inFirst[source] = (inFirst[source] ?? 0) + weight;
      else add((inOthers[source] ??= new Map()), group, weight);
    },
    each: (source, visit) => {
      const first = firstGroup[source] ?? NO_GROUP;
      if (first !== NO_GROUP) visit(first, inFirst[source] ?? 0);
      for (const [group, weight] of inOthers[source] ?? []) visit(group, weight);
    },
  };
}

/** Finds the place of a key among the keys, where it is put if it is none of them. */
function createNames(keys: string[]): (key: string) => number {
  const places = new Map(keys.map((key, place) => [key, place]));
  return (key) => {
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, keys.length);
    return keys.push(key) - 1;
  };
}

const nameOf = (by: SpendDimension, key: string): string => `${by}\n${key}`;

function bearersOf(costs: readonly SpendCell[]): Map<string, Bearer> {
  const bearers = new Map<string, Bearer>();
  for (const cell of costs) {
    const { by, key } = cell;
    const name = nameOf(by, key);
    const known = bearers.get(name);
    if (known) known.cells.push(cell);
    else bearers.set(name, { by, key, cells: [cell], leads: new Map() });
  }
  return bearers;
}

/** Gives each bearer the leads of its sources. */
function addUp({ sources }: Journeys, leads: LeadsBySource, bearers: ReadonlyMap<string, Bearer>): void {
  for (const [place, source] of sources.entries())
    for (const by of bearing) {
      const key = source[by] ?? null;
      const bearer = key === null ? undefined : bearers.get(nameOf(by, key));
      if (bearer) leads.each(place, (group, weight) => add(bearer.leads, group, weight));
    }
}

function divideAmong(
  groups: readonly { group: number; weight: number }[],
  cells: readonly SpendCell[],
  keys: readonly string[],
  give: (group: number, cell: SpendCell) => void,
): void {
  const keyOf = ({ group }: { group: number }): string => keys[group] ?? '';
  const ordered = groups.toSorted((a, b) => inOrder(keyOf(a), keyOf(b)) || a.group - b.group);
  for (const cell of cells) {
    const parts = splitMinor(
      cell.amount.amount,
      ordered.map(({ weight }) => weight),
    );
    for (const [place, { group }] of ordered.entries())
      if (group >= 0) give(group, { ...cell, amount: { ...cell.amount, amount: parts[place] ?? 0 } });
  }
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const familyNamed = (channel: string, families: CostQuestion['families']): string => {
  const known = channels.find((each) => each === channel);
  return families[channel] ?? (known && familyOf(known)) ?? unknownKey;
};

function groupAlone({ by, key }: Bearer, { groupBy, families }: CostQuestion): string {
  if (by === groupBy) return key;
  return by === 'channel' && groupBy === 'family' ? familyNamed(key, families) : unassignedCost;
}

/** Whether a cost without leads passes a filter, as far as its own name tells. */
function passesAlone({ by, key }: Bearer, { filter, families }: CostQuestion): boolean {
  return Object.entries(filter).every(([dimension, wanted]) => {
    if (wanted === undefined || dimension === by) return wanted === undefined || wanted === key;
    return dimension === 'family' && by === 'channel' && familyNamed(key, families) === wanted;
  });
}
