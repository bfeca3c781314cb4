import type { EmployeeProgram, Money, Referral, ReferralMessage, ReferralState } from '@headwater/contract';

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

/** The highest tier that a deal reaches, in its own currency. */
export function tierFor(dealValue: Money | null, program: Pick<EmployeeProgram, 'wonByDealValue'>) {
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
