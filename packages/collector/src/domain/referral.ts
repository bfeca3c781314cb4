import type { EmployeeProgram, Money, Referral, ReferralMessage, ReferralState } from '@headwater/contract';

/**
 * Which state may follow which. An accepted referral can still be rejected: sales may find
 * out only in the first call that there is nobody to sell to.
 */
const following: Record<ReferralState, readonly ReferralState[]> = {
  submitted: ['accepted', 'rejected', 'duplicate'],
  accepted: ['qualified', 'rejected'],
  qualified: ['won', 'lost'],
  rejected: [],
  duplicate: [],
  won: [],
  lost: [],
};

/** What happens to the lead of a referral. */
export type ReferredLeadEvent = 'claimed' | 'sql' | 'customer' | 'disqualified' | 'lost';

const path: readonly ReferralState[] = ['submitted', 'accepted', 'qualified', 'won'];
const furthest: Record<ReferredLeadEvent, ReferralState | 'ended'> = {
  claimed: 'accepted',
  sql: 'qualified',
  customer: 'won',
  disqualified: 'ended',
  lost: 'ended',
};

/**
 * The states a referral passes, in order, when its lead moves; none when it is there already or has ended.
 * Sales may skip stages, the referral may not: each state is one event and one message. A lead that falls out
 * rejects the referral before it is qualified and loses it afterwards.
 */
export function referralStepsFor(state: ReferralState, leadEvent: ReferredLeadEvent): ReferralState[] {
  const goal = furthest[leadEvent];
  if (goal === 'ended') return following[state].filter((next) => next === 'rejected' || next === 'lost');
  return path.includes(state) ? path.slice(path.indexOf(state) + 1, path.indexOf(goal) + 1) : [];
}

/** What the referrer earns by this state; null for nothing. A deal in another currency reaches no tier. */
export function rewardFor(
  state: ReferralState,
  dealValue: Money | null,
  program: EmployeeProgram,
): Money | null {
  if (state === 'qualified') return somethingOf(program.qualified);
  if (state === 'won') return somethingOf(tierFor(dealValue, program)?.reward ?? program.won);
  return null;
}

function somethingOf(money: Money): Money | null {
  return money.amount > 0 ? money : null;
}

function tierFor(dealValue: Money | null, program: EmployeeProgram) {
  return program.wonByDealValue
    .filter(({ from }) => from.currency === dealValue?.currency && from.amount <= dealValue.amount)
    .toSorted((a, b) => a.from.amount - b.from.amount)
    .at(-1);
}

/** The next state that earns something, named to the referrer at this one. */
const promised: Partial<Record<ReferralState, ReferralState>> = { submitted: 'qualified', qualified: 'won' };

/** What the referrer is told at this state; null for `accepted`, of which nothing follows for them yet. */
export function referralMessageFor(
  state: ReferralState,
  referral: Pick<Referral, 'name' | 'company' | 'reason'>,
  program: EmployeeProgram,
  dealValue: Money | null,
): ReferralMessage | null {
  if (state === 'accepted') return null;
  const { name, company, reason } = referral;
  const reward = rewardFor(state, dealValue, program);
  const promise = promised[state];
  const next = promise ? rewardFor(promise, dealValue, program) : null;
  return { event: state, name, company, reward, next, reason };
}
