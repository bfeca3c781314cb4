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

/**
 * The journeys of accounts: all touches of all their people as one journey, each stage reached when the first of
 * them reached it, and everything they brought. People without an account stay as they are. Names and sources are
 * shared with the journeys they were made of.
 */
export function byAccount(people: Journeys): Journeys {
  const accounts = createJourneys(people);
  const members = new Map<number, number[]>();
  for (let row = 0; row < people.size; row += 1) {
    if (people.counted[row] !== 1) continue;
    const account = people.account[row] ?? UNKNOWN;
    const others = account === UNKNOWN ? undefined : members.get(account);
    if (others) others.push(row);
    else members.set(account === UNKNOWN ? -2 - row : account, [row]);
  }
  for (const rows of members.values()) addAccount(accounts, people, rows);
  return accounts;
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
function addAccount(accounts: Journeys, people: Journeys, unordered: readonly number[]): void {
  const created = people.createdAt;
  const rows = unordered.toSorted((a, b) => (created[a] ?? 0) - (created[b] ?? 0));
  const [first = 0] = rows;
  const account = addRow(accounts);
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
      counting.length > 0 ? Math.min(...counting.map(at)) : Number.NaN;
  }
  accounts.implied[account] = implied;
}

/** The lists of several rows as one, by the time that stands at `timeAt` of each entry; equal times in the order of the rows. */
function joined(
  { cells, start, count }: Ragged,
  rows: readonly number[],
  stride: number,
  timeAt: number,
): ArrayLike<number> {
  const [only = 0] = rows;
  const ofRow = (row: number) =>
    cells.subarray(start[row] ?? 0, (start[row] ?? 0) + (count[row] ?? 0) * stride);
  if (rows.length === 1) return ofRow(only);
  const entries = rows.flatMap((row) => {
    const own = ofRow(row);
    return Array.from({ length: own.length / stride }, (_, entry) =>
      own.subarray(entry * stride, (entry + 1) * stride),
    );
  });
  return entries.toSorted((a, b) => (a[timeAt] ?? 0) - (b[timeAt] ?? 0)).flatMap((entry) => [...entry]);
}
