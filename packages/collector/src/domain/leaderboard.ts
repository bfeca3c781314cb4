import type {
  Money,
  ReferralState,
  ReferrerRow,
  RewardKind,
  RewardState,
  TeamRow,
} from '@headwater/contract';
import { totalsOf } from './payroll.ts';

/** `at` is when the referral came to its state, epoch milliseconds. `fellThrough`: won, and its customer is none any more. */
export type CountedReferral = {
  id: string;
  referrer: string;
  state: ReferralState;
  at: number;
  fellThrough?: boolean;
};
/** `inQuarter`: earned in it, and not only for a referral that was made in it. */
export type CountedReward = {
  referralId: string;
  referrer: string;
  kind: RewardKind;
  amount: Money;
  state: RewardState;
  isReversal: boolean;
  inQuarter: boolean;
};
export type Team = { name: string; members: readonly string[] };

const brought: readonly ReferralState[] = ['submitted', 'accepted', 'qualified', 'won', 'lost'];
const reachedSales: readonly ReferralState[] = ['qualified', 'won', 'lost'];

/**
 * Who referred in a quarter, the best first: by won, then qualified, then all; ties by who got there earlier.
 * What was taken back does not count, and nobody is listed who referred nobody.
 */
export function rankReferrers(
  referrals: readonly CountedReferral[],
  rewards: readonly CountedReward[],
  teams: readonly Team[],
): ReferrerRow[] {
  const reversed = winsTakenBack(rewards);
  const byReferrer = Map.groupBy(
    referrals.filter(({ state }) => brought.includes(state)),
    ({ referrer }) => referrer,
  );
  const earned = Map.groupBy(
    rewards.filter(({ inQuarter }) => inQuarter),
    ({ referrer }) => referrer,
  );
  for (const referrer of earned.keys()) if (!byReferrer.has(referrer)) byReferrer.set(referrer, []);
  return [...byReferrer]
    .map(([referrer, own]) => ({
      row: {
        referrer,
        team: teams.find(({ members }) => members.includes(referrer))?.name ?? null,
        ...countsOf(own, reversed),
        ...amountsOf(earned.get(referrer) ?? []),
      },
      lastAt: Math.max(0, ...own.map(({ at }) => at)),
    }))
    .toSorted((one, other) => better(one.row, other.row) || one.lastAt - other.lastAt)
    .map(({ row }) => row);
}

/** Those of whose reward nothing is left: part of a deal may be refunded, and it is won all the same. */
function winsTakenBack(rewards: readonly CountedReward[]): Set<string> {
  const wins = Map.groupBy(
    rewards.filter(({ kind }) => kind === 'won'),
    ({ referralId }) => referralId,
  );
  const left = (entries: readonly CountedReward[]): number =>
    entries.reduce((sum, { state, amount }) => sum + (state === 'reversed' ? 0 : amount.amount), 0);
  return new Set([...wins].flatMap(([referralId, entries]) => (left(entries) > 0 ? [] : referralId)));
}

/** The totals of the teams that somebody of these is in, the best first. */
export function rankTeams(rows: readonly ReferrerRow[]): TeamRow[] {
  const byTeam = Map.groupBy(rows, ({ team }) => team);
  return [...byTeam].flatMap(([team, each]) => (team === null ? [] : [teamRow(team, each)])).toSorted(better);
}

const teamRow = (team: string, rows: readonly ReferrerRow[]): TeamRow => ({ team, ...sumOfRows(rows) });

/** What these brought together, one sum a currency. */
export function sumOfRows(rows: readonly ReferrerRow[]): Omit<TeamRow, 'team'> {
  const sum = (what: 'referrals' | 'qualified' | 'won'): number =>
    rows.reduce((total, row) => total + row[what], 0);
  const money = (what: 'pending' | 'approved' | 'paid'): Money[] =>
    totalsOf(rows.flatMap((row) => row[what]));
  return {
    referrals: sum('referrals'),
    qualified: sum('qualified'),
    won: sum('won'),
    pending: money('pending'),
    approved: money('approved'),
    paid: money('paid'),
  };
}

type Counts = Pick<TeamRow, 'referrals' | 'qualified' | 'won'>;

const better = (one: Counts, other: Counts): number =>
  other.won - one.won || other.qualified - one.qualified || other.referrals - one.referrals;

function countsOf(referrals: readonly CountedReferral[], reversed: ReadonlySet<string>): Counts {
  return {
    referrals: referrals.length,
    qualified: referrals.filter(({ state }) => reachedSales.includes(state)).length,
    won: referrals.filter((each) => each.state === 'won' && !each.fellThrough && !reversed.has(each.id))
      .length,
  };
}

function amountsOf(rewards: readonly CountedReward[]): Pick<TeamRow, 'pending' | 'approved' | 'paid'> {
  const sums = (state: RewardState): Money[] =>
    totalsOf(rewards.filter((reward) => reward.state === state).map(({ amount }) => amount));
  return { pending: sums('pending'), approved: sums('approved'), paid: sums('paid') };
}
