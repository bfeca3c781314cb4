import type { Family, SpendCell, SpendDimension } from '@headwater/contract';
import { splitMinor } from '../attribution/index.ts';
import { channels, familyOf } from '../channel-families.ts';
import type { Dimension, Grouping } from './grouping.ts';
import { UNKNOWN, type Journeys } from './journeys.ts';
import { unknownKey, type Scope } from './scope.ts';

/** Costs that no lead tells where they belong. */
export const unassignedCost = '(unassigned cost)';

/** One source, channel or campaign with what it cost, and the leads among which that is divided. */
type Bearer = { by: SpendDimension; key: string; cells: SpendCell[]; leads: number[] };

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
  /** By source, then by group, that of what is left out first. */
  const weights: number[][] = [];
  const groupNamed = (key: string): number => {
    const known = grouping.keys.indexOf(key);
    return known === -1 ? grouping.keys.push(key) - 1 : known;
  };
  return {
    addLead: (source, group, weight) => {
      if (source === UNKNOWN) return;
      const own = (weights[source] ??= []);
      const place = group === null ? 0 : group + 1;
      while (own.length <= place) own.push(0);
      own[place] = (own[place] ?? 0) + weight;
    },
    divide: (give) => {
      addUp(journeys, weights, bearers);
      for (const bearer of bearers) {
        const own = bearer.leads.flatMap((weight, place) => (weight > 0 ? { group: place - 1, weight } : []));
        if (own.length > 0) divideAmong(own, bearer.cells, grouping.keys, give);
        else if (passesAlone(bearer, question)) {
          const group = groupNamed(groupAlone(bearer, question));
          for (const cell of bearer.cells) give(group, cell);
        }
      }
    },
  };
}

function bearersOf(costs: readonly SpendCell[]): Bearer[] {
  const bearers = new Map<string, Bearer>();
  for (const cell of costs) {
    const { by, key } = cell;
    const name = JSON.stringify([by, key]);
    const known = bearers.get(name);
    if (known) known.cells.push(cell);
    else bearers.set(name, { by, key, cells: [cell], leads: [] });
  }
  return [...bearers.values()];
}

/** Gives each bearer the leads of its sources. */
function addUp(
  { sources }: Journeys,
  weights: readonly (readonly number[] | undefined)[],
  bearers: readonly Bearer[],
): void {
  for (const { by, key, leads } of bearers)
    for (const [source, own] of weights.entries()) {
      if (own === undefined || sources[source]?.[by] !== key) continue;
      for (const [place, weight] of own.entries()) leads[place] = (leads[place] ?? 0) + weight;
    }
}

function divideAmong(
  groups: readonly { group: number; weight: number }[],
  cells: readonly SpendCell[],
  keys: readonly string[],
  give: (group: number, cell: SpendCell) => void,
): void {
  const keyOf = ({ group }: { group: number }): string => keys[group] ?? '';
  const ordered = groups.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const cell of cells) {
    const parts = splitMinor(
      cell.amount.amount,
      ordered.map(({ weight }) => weight),
    );
    for (const [place, { group }] of ordered.entries())
      if (group >= 0) give(group, { ...cell, amount: { ...cell.amount, amount: parts[place] ?? 0 } });
  }
}

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
