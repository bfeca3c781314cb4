import type { Money, ReferralState, RewardKind } from '@headwater/contract';
import { inOrder } from '../stageOrder.ts';
import { courseOf, type RevenueEntry, type StageChange } from './course.ts';
import type { Refunded } from './refund.ts';

/** What a referral earned by its lead. `takenBack` says why nothing of it is due; null while it is. */
export type EarnedReward = {
  kind: RewardKind;
  dealValue: Money | null;
  refunded: Refunded;
  takenBack: string | null;
};

/** Where a referral stands by what became of its lead, and what it earned on the way. */
export type ReferralOutcome = { state: ReferralState; reason: string | null; earned: EarnedReward[] };

/** What is known of the lead of a referral: whether somebody took it on, and its stages and money. */
export type ReferredLead = {
  isClaimed: boolean;
  changes: readonly StageChange[];
  entries: readonly RevenueEntry[];
};

/**
 * Follows from everything that is known of the lead, never from the order in which it was told: whoever was a
 * customer once was won, what was earned before the lead fell out is taken back, and a lead that came back brings
 * its referral with it.
 */
export function referralOutcome({ isClaimed, changes, entries }: ReferredLead): ReferralOutcome {
  const said = inOrder(changes.filter(({ actor }) => actor !== null));
  const qualifiedAt = said.findIndex(({ stage }) => qualifying.has(stage));
  const wonAt = said.findIndex(({ stage }) => stage === 'customer');
  const earned: EarnedReward[] = [];
  const nothing = { back: 0, of: 0 };
  if (qualifiedAt >= 0)
    earned.push({
      kind: 'qualified',
      dealValue: null,
      refunded: nothing,
      takenBack: fallAfter(said, qualifiedAt),
    });
  if (wonAt >= 0) {
    const dealValue = dealValueAt(said, wonAt, entries);
    const refunded = refundedOf(dealValue, said, entries);
    earned.push({ kind: 'won', dealValue, refunded, takenBack: fallAfter(said, wonAt) });
  }
  return { ...standing(said, { isClaimed, qualifiedAt, wonAt }), earned };
}

const qualifying: ReadonlySet<StageChange['stage']> = new Set(['sql', 'opportunity', 'customer']);
const isOut = ({ stage }: StageChange): boolean => stage === 'lost' || stage === 'disqualified';

function standing(
  said: readonly StageChange[],
  { isClaimed, qualifiedAt, wonAt }: { isClaimed: boolean; qualifiedAt: number; wonAt: number },
): Pick<ReferralOutcome, 'state' | 'reason'> {
  const present = said.at(-1);
  const because = (change: StageChange | undefined): string | null => change?.reason ?? null;
  if (wonAt >= 0) return { state: 'won', reason: because(said[wonAt]) };
  if (present && isOut(present))
    return { state: qualifiedAt >= 0 ? 'lost' : 'rejected', reason: because(present) };
  if (qualifiedAt >= 0) return { state: 'qualified', reason: because(said[qualifiedAt]) };
  return { state: isClaimed ? 'accepted' : 'submitted', reason: null };
}

/** Why what was earned there was taken back; null where the lead never fell out afterwards. */
function fallAfter(said: readonly StageChange[], place: number): string | null {
  const fall = said.slice(place).find(isOut);
  if (!fall) return null;
  if (fall.reason) return fall.reason;
  const wasCustomer = said.slice(0, said.indexOf(fall)).some(({ stage }) => stage === 'customer');
  if (wasCustomer) return 'The customer cancelled';
  return fall.stage === 'lost' ? 'The deal was lost' : 'They turned out not to be a lead for us';
}

/** What the deal was worth: who wins it need not say again what was said before. */
function dealValueAt(
  said: readonly StageChange[],
  wonAt: number,
  entries: readonly RevenueEntry[],
): Money | null {
  const won = said[wonAt];
  const deal = inTime(entries).find(({ kind }) => kind === 'new');
  const before = said.slice(0, wonAt).findLast(({ revenue, value }) => revenue ?? value);
  return won?.revenue ?? deal?.amount ?? won?.value ?? before?.revenue ?? before?.value ?? null;
}

const inTime = (entries: readonly RevenueEntry[]): RevenueEntry[] => courseOf(0, [], entries).revenue;

/** How much of the deal was given back, in the currency of the deal alone. */
function refundedOf(
  dealValue: Money | null,
  said: readonly StageChange[],
  entries: readonly RevenueEntry[],
): Refunded {
  if (dealValue === null) return { back: 0, of: 0 };
  const own = courseOf(0, said, entries).revenue.filter(
    ({ amount }) => amount.currency === dealValue.currency,
  );
  const sumOf = (...kinds: RevenueEntry['kind'][]): number =>
    own.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { amount }) => sum + amount.amount, 0);
  return { back: 0 - sumOf('refund', 'cancellation'), of: sumOf('new') || dealValue.amount };
}

/** The rewards that a referral has earned by being in a state. */
const earnedIn: Record<ReferralState, readonly RewardKind[]> = {
  submitted: [],
  accepted: [],
  rejected: [],
  duplicate: [],
  qualified: ['qualified'],
  lost: ['qualified'],
  won: ['qualified', 'won'],
};

/** What a referral earns by coming from one state to another, in the order in which it is told. */
export const earnedBetween = (from: ReferralState, to: ReferralState): RewardKind[] =>
  earnedIn[to].filter((kind) => !earnedIn[from].includes(kind));

/** Whether the referrer hears of the end: nobody is told twice that nothing comes of it. */
export const isEnding = (from: ReferralState, to: ReferralState): boolean =>
  (to === 'rejected' || to === 'lost') && from !== 'rejected' && from !== 'lost' && from !== 'won';
