import type {
  CalendarSettings,
  EmployeeProgram,
  Money,
  PeopleSettings,
  RewardKind,
  RewardState,
} from '@headwater/contract';
import { addWorkingMinutes } from './calendar.ts';
import { rewardFor, tierFor } from './referral.ts';

/** What is decided about a reward. `reverse`: the deal was lost, refunded or cancelled. */
export type RewardDecision = 'approve' | 'reject' | 'reverse' | 'pay';

/** What a decision looks at. `isHandedOver`: it stands in a payroll file already. */
export type DecidedReward = {
  state: RewardState;
  isHandedOver: boolean;
  isReversal: boolean;
  keepAfterPayment: boolean;
};

export type RewardVerdict =
  | { outcome: 'moves'; to: RewardState }
  /** It was paid: a new negative entry, never an edit. */
  | { outcome: 'owed_back' }
  | { outcome: 'kept' }
  | { outcome: 'illegal' };

const following: Record<RewardState, Partial<Record<RewardDecision, RewardState>>> = {
  pending: { approve: 'approved', reject: 'rejected', reverse: 'reversed' },
  approved: { pay: 'paid', reverse: 'reversed' },
  paid: {},
  rejected: {},
  reversed: {},
};

/** What a decision does to a reward; once payroll has it, it is paid as far as taking it back goes. */
export function decideReward(reward: DecidedReward, decision: RewardDecision): RewardVerdict {
  const { state, isHandedOver, isReversal, keepAfterPayment } = reward;
  if (decision === 'reverse') {
    if (isReversal) return { outcome: 'illegal' };
    if (state === 'paid' || isHandedOver) return { outcome: keepAfterPayment ? 'kept' : 'owed_back' };
  }
  const to = following[state][decision];
  return to === undefined ? { outcome: 'illegal' } : { outcome: 'moves', to };
}

/** The rule of an employee's reward as it is kept with it: later changes of the settings do not reach it. */
export type RewardRule = {
  kind: RewardKind;
  reward: Money;
  dealValue: Money | null;
  wonByDealValue: EmployeeProgram['wonByDealValue'];
  keepAfterPayment: boolean;
  /** Absent in what was earned before there was a rule. */
  leavers?: 'pay' | 'cancel';
  paidWithinWorkingDays: number;
};

/** Within how many working days of being earned a reward is promised to be paid. */
export const PAID_WITHIN_DAYS = 5;

/** What a reward is by the rule it was earned under, before anything of its deal was given back. */
export function rewardByRule({ kind, reward, wonByDealValue, dealValue }: RewardRule): Money {
  return (kind === 'won' ? tierFor(dealValue, { wonByDealValue })?.reward : undefined) ?? reward;
}

/** What an employee earns as their referral gets there, with its rule; null where it earns nothing. */
export function earnedReward(
  kind: RewardKind,
  dealValue: Money | null,
  program: EmployeeProgram,
): { amount: Money; rule: RewardRule } | null {
  const amount = rewardFor(kind, dealValue, program);
  if (amount === null) return null;
  const rule: RewardRule = {
    kind,
    reward: kind === 'won' ? program.won : program.qualified,
    dealValue,
    wonByDealValue: kind === 'won' ? program.wonByDealValue : [],
    keepAfterPayment: program.keepAfterPayment !== false,
    leavers: program.leavers ?? 'pay',
    paidWithinWorkingDays: PAID_WITHIN_DAYS,
  };
  return { amount, rule };
}

/** The moment until which a reward earned at `earnedAtMs` is promised to be paid, in epoch milliseconds. */
export function promisedUntil(earnedAtMs: number, calendar: CalendarSettings): number {
  return addWorkingMinutes(earnedAtMs, PAID_WITHIN_DAYS * minutesOfDay(calendar), calendar);
}

function minutesOfDay({ from, to }: CalendarSettings): number {
  const length = minutesOf(to) - minutesOf(from);
  return length > 0 ? length : length + 24 * 60;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Who decides on a reward in Slack; nobody decides on their own. Null where nobody is named. */
export function approverOf(
  referrer: string,
  { approver }: Pick<EmployeeProgram, 'approver'>,
  { admin, manager }: Pick<PeopleSettings, 'admin' | 'manager'>,
): string | null {
  return [approver, admin, manager].find((one) => one !== undefined && one !== referrer) ?? null;
}
