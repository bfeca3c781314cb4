import {
  addRow,
  createJourneys,
  EXIT,
  REVENUE,
  STAGES,
  TOUCH,
  UNKNOWN,
  type Journeys,
  type NamedColumn,
} from './journeys.ts';
import { setList, type Ragged } from './ragged.ts';

/** The journeys of accounts, kept up to date with those of their people. */
export type AccountStore = {
  journeys: Journeys;
  /** Looks again at the accounts of these people: those that they are of now, and those that they were of. */
  update: (rows: Iterable<number>) => void;
};

/**
 * The journeys of accounts: all touches of all their people as one journey, each stage reached when the first of
 * them reached it, and everything they brought. People without an account stay as they are. Names and sources are
 * shared with the journeys they were made of.
 */
export function byAccount(people: Journeys): Journeys {
  const { journeys, update } = createAccountStore(people);
  update(Array(people.size).keys());
  return journeys;
}

/** Accounts of which nothing is known before the first update. */
export function createAccountStore(people: Journeys): AccountStore {
  const journeys = createJourneys(people);
  const members = new Map<number, number[]>();
  const places = new Map<number, number>();
  const keys: (number | undefined)[] = [];

  const move = (row: number, changed: Set<number>): void => {
    const before = keys[row];
    const key = keyOf(people, row);
    if (before !== undefined) changed.add(before);
    if (key !== undefined) changed.add(key);
    if (before === key) return;
    if (before !== undefined)
      members.set(
        before,
        (members.get(before) ?? []).filter((each) => each !== row),
      );
    const others = key === undefined ? undefined : members.get(key);
    if (others) others.push(row);
    else if (key !== undefined) members.set(key, [row]);
    keys[row] = key;
  };
  const placeOf = (key: number): number => {
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = addRow(journeys);
    places.set(key, place);
    return place;
  };
  const update = (rows: Iterable<number>): void => {
    const changed = new Set<number>();
    for (const row of rows) move(row, changed);
    for (const key of changed) putAccount(journeys, placeOf(key), people, members.get(key) ?? []);
  };
  return { journeys, update };
}

/** Who belongs together: those of one account; who has none is alone. Undefined where somebody does not count. */
function keyOf({ counted, account }: Journeys, row: number): number | undefined {
  if (counted[row] !== 1) return undefined;
  const own = account[row] ?? UNKNOWN;
  return own === UNKNOWN ? -2 - row : own;
}

const described: readonly (NamedColumn | 'companySize')[] = [
  'site',
  'country',
  'industry',
  'segment',
  'account',
  'heardFrom',
  'companySize',
];

/** What is known of an account is what its first person said who said anything. */
function putAccount(
  accounts: Journeys,
  account: number,
  people: Journeys,
  unordered: readonly number[],
): void {
  if (unordered.length === 0) return clearAccount(accounts, account);
  const created = people.createdAt;
  const rows = unordered.toSorted((a, b) => (created[a] ?? 0) - (created[b] ?? 0) || a - b);
  const [first = 0] = rows;
  accounts.counted[account] = 1;
  accounts.createdAt[account] = created[first] ?? 0;
  accounts.original[account] = people.original[first] ?? UNKNOWN;
  accounts.latest[account] = people.latest[rows.at(-1) ?? first] ?? UNKNOWN;
  for (const column of described) {
    const who = rows.find((row) => people[column][row] !== UNKNOWN) ?? first;
    accounts[column][account] = people[column][who] ?? UNKNOWN;
  }
  joinStages(accounts, account, people, rows);
  const worth = rows.findLast((row) => !Number.isNaN(people.valueMinor[row])) ?? first;
  accounts.valueMinor[account] = people.valueMinor[worth] ?? Number.NaN;
  accounts.valueCurrency[account] = people.valueCurrency[worth] ?? UNKNOWN;
  setList(accounts.touches, account, joined(people.touches, rows, TOUCH, 0));
  setList(accounts.revenue, account, joined(people.revenue, rows, REVENUE, 0));
  setList(accounts.exits, account, joined(people.exits, rows, EXIT, 1));
}

/** Nobody is left of it. */
function clearAccount(accounts: Journeys, account: number): void {
  accounts.counted[account] = 0;
  accounts.reachedAt.fill(Number.NaN, account * STAGES, (account + 1) * STAGES);
  setList(accounts.touches, account, []);
  setList(accounts.revenue, account, []);
  setList(accounts.exits, account, []);
}

/** A stage that somebody reported counts before one that others only passed. */
function joinStages(accounts: Journeys, account: number, people: Journeys, rows: readonly number[]): void {
  let implied = 0;
  for (let stage = 0; stage < STAGES; stage += 1) {
    const at = (row: number): number => people.reachedAt[row * STAGES + stage] ?? Number.NaN;
    const isImplied = (row: number): boolean => ((people.implied[row] ?? 0) & (1 << stage)) !== 0;
    const reached = rows.filter((row) => !Number.isNaN(at(row)));
    const reported = reached.filter((row) => !isImplied(row));
    const counting = reported.length > 0 ? reported : reached;
    if (reached.length > 0 && reported.length === 0) implied |= 1 << stage;
    accounts.reachedAt[account * STAGES + stage] =
      counting.length > 0 ? earliest(counting.map(at)) : Number.NaN;
  }
  accounts.implied[account] = implied;
}

// spread into Math.min, the people of the largest accounts would be more arguments than a call may have
const earliest = (moments: readonly number[]): number =>
  moments.reduce((first, moment) => Math.min(first, moment));

/** The lists of several rows as one, by the time that stands at `timeAt` of each entry; equal times in the order of the rows. */
function joined(
  { cells, start, count }: Ragged,
  rows: readonly number[],
  stride: number,
  timeAt: number,
): ArrayLike<number> {
  const endOf = (row: number): number => (start[row] ?? 0) + (count[row] ?? 0) * stride;
  const [only = 0] = rows;
  if (rows.length === 1) return cells.subarray(start[only] ?? 0, endOf(only));
  // where each entry stands: a million objects would take more memory than all columns
  const entries: number[] = [];
  for (const row of rows)
    for (let cell = start[row] ?? 0; cell < endOf(row); cell += stride) entries.push(cell);
  entries.sort((a, b) => (cells[a + timeAt] ?? 0) - (cells[b + timeAt] ?? 0));
  const all = new Float64Array(entries.length * stride);
  for (const [index, cell] of entries.entries())
    for (let part = 0; part < stride; part += 1) all[index * stride + part] = cells[cell + part] ?? 0;
  return all;
}
