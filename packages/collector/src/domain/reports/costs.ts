import type { Family, SpendCell, SpendDimension } from '@headwater/contract';
import { splitMinor } from '../attribution/index.ts';
import { channels, familyOf } from '../channel-families.ts';
import type { Dimension, Grouping } from './grouping.ts';
import type { Journeys } from './journeys.ts';
import { unknownKey, type Scope } from './scope.ts';

/** Costs that no lead tells where they belong. */
export const unassignedCost = '(unassigned cost)';

const spendDimensions = ['source', 'channel', 'campaign'] as const satisfies SpendDimension[];

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
  const places = spendDimensions.flatMap((by) => placesOf(journeys, by, bearers));
  const groupNamed = (key: string): number => {
    const known = grouping.keys.indexOf(key);
    return known === -1 ? grouping.keys.push(key) - 1 : known;
  };
  return {
    addLead: (source, group, weight) => {
      for (const place of places) {
        const leads = bearers[place[source] ?? -1]?.leads;
        if (leads) leads[(group ?? -1) + 1] = (leads[(group ?? -1) + 1] ?? 0) + weight;
      }
    },
    divide: (give) => {
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

/** For each place in `sources` its bearer of a dimension; no list where the dimension bears no costs. */
function placesOf({ sources }: Journeys, by: SpendDimension, bearers: readonly Bearer[]): Int32Array[] {
  const own = new Map(bearers.flatMap((bearer, place) => (bearer.by === by ? [[bearer.key, place]] : [])));
  if (own.size === 0) return [];
  return [Int32Array.from(sources, (source) => own.get(source[by] ?? '') ?? -1)];
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
