import type { Money, ReferralMessage } from '@headwater/contract';
import { inWords } from './money.ts';
import { dayInWords, whom, why } from './referral-words.ts';

type News =
  | Extract<ReferralMessage['event'], `reward_${string}`>
  | 'thanked'
  | 'overdue'
  | 'ask'
  | 'held'
  | 'released'
  | 'not_counted';

const amount = (money: Money | null): string => (money ? inWords(money) : 'Your reward');

/** News of an entry that takes back what was paid: its amount is below nothing. */
const takingBack: Record<'reward_approved' | 'reward_paid' | 'reward_rejected' | 'reward_reversed', string> =
  {
    reward_approved: 'is taken back with the next payroll',
    reward_paid: 'has been taken back',
    reward_rejected: 'stays yours: it is not taken back',
    reward_reversed: 'stays yours: it is not taken back after all',
  };

/** `news`, or what it means for an entry that takes back. */
function decided(message: ReferralMessage, event: keyof typeof takingBack, news: () => string): string {
  const { reward } = message;
  if (reward === null || reward.amount >= 0) return news();
  const paid = inWords({ ...reward, amount: -reward.amount });
  return `${paid} that you were paid for referring ${whom(message)} ${takingBack[event]}.${why(message)}`;
}

/** What the referrer hears about their reward and from colleagues, and what others hear about the referral. */
export const rewardSentences: Record<News, (message: ReferralMessage) => string> = {
  reward_approved: (message) =>
    decided(message, 'reward_approved', () => {
      const by = message.until ? `, by ${dayInWords(message.until)} at the latest` : '';
      return `${amount(message.reward)} for referring ${whom(message)} is approved. It goes to payroll now${by}.`;
    }),
  reward_paid: (message) =>
    decided(
      message,
      'reward_paid',
      () =>
        `${amount(message.reward)} for referring ${whom(message)} is paid. Thank you, and please keep them coming.`,
    ),
  reward_rejected: (message) =>
    decided(
      message,
      'reward_rejected',
      () =>
        `${amount(message.reward)} for referring ${whom(message)} was not approved.${why(message)} If you see it differently, please talk to us.`,
    ),
  reward_reversed: (message) =>
    decided(
      message,
      'reward_reversed',
      () =>
        `${amount(message.reward)} for referring ${whom(message)} will not be paid after all.${why(message)} We are sorry: it had not been paid yet.`,
    ),
  reward_taken_back: (message) =>
    `${amount(message.reward)} that you were paid for referring ${whom(message)} is to be taken back.${why(message)} It is a new entry that has to be approved first; you will hear of it.`,
  reward_changed: (message) =>
    `Your reward for referring ${whom(message)} is ${amount(message.reward)} now.${why(message)} It is not paid yet.`,
  held: (message) =>
    `Somebody has a look at your referral of ${whom(message)} before it can earn anything.${why(message)} This happens by a rule and says nothing against you; we tell you as soon as it is done.`,
  released(message) {
    const earned = message.reward ? ` It has earned you ${inWords(message.reward)} so far.` : '';
    return `Your referral of ${whom(message)} was looked at, and it counts.${earned} Thank you for your patience.`;
  },
  not_counted: (message) =>
    `We had a look at your referral of ${whom(message)}, and it does not count for a reward.${why(message)} If you see it differently, please talk to us.`,
  // these three begin with whom `by` names
  reward_late: (message) =>
    `was promised ${amount(message.reward)} for referring ${whom(message)} by ${dayInWords(message.until)}: ${message.reason ?? 'it is not paid'}.`,
  thanked: (message) => `thanks you for referring ${whom(message)}.`,
  overdue: (message) =>
    `referred ${whom(message)} more than 24 hours ago, and nobody has looked at it yet. They were promised an answer by now.`,
  ask: (message) =>
    `${message.company} ${message.reason ?? 'is happy with us'}. A good moment to ask whom they know who should know us too.`,
};
