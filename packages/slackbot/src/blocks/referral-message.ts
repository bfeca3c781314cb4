import type { Button, KnownBlock } from '@slack/types';
import type { ReferralMessage } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { inWords } from './money.ts';
import { whom, why } from './referral-words.ts';
import { rewardSentences } from './reward-message.ts';
import { escaped, mrkdwn, person, plain } from './text.ts';

/** What an employee is told about a referral of theirs, with the amount it is about. */
export function referralMessage(message: ReferralMessage): SlackMessage {
  const words = sentences[message.event](message);
  const text = message.by ? `${person(message.by)} ${escaped(words, 2900)}` : escaped(words, 3000);
  const blocks: KnownBlock[] = [
    message.by ? saidOf(message.by, words) : { type: 'section', text: plain(words) },
  ];
  if (message.event === 'ask') blocks.push({ type: 'actions', elements: [referButton] });
  return { text, blocks };
}

/** A sentence that begins with a person, in one line: the mention is ours, what follows holds words of others. */
const saidOf = (by: string, words: string): KnownBlock => ({
  type: 'context',
  elements: [mrkdwn(person(by)), plain(words, 2000)],
});

const referButton: Button = { type: 'button', action_id: 'refer_open', text: plain('Refer somebody', 75) };

/** The promised messages, one a step. */
const sentences: Record<ReferralMessage['event'], (message: ReferralMessage) => string> = {
  ...rewardSentences,
  submitted(message) {
    const thanks = `Thank you for referring ${whom(message)}. We look at it within 24 hours.${why(message)}`;
    return message.next
      ? `${thanks} If it becomes a qualified lead, you earn ${inWords(message.next)}.`
      : thanks;
  },
  qualified(message) {
    const earned = message.reward ? ` That earns you ${inWords(message.reward)}.` : '';
    const more = message.next ? ` If they become a customer, you earn ${inWords(message.next)}.` : '';
    return `${whom(message)} is a qualified lead now.${earned}${more}`;
  },
  won(message) {
    const news = `Congratulations: ${whom(message)} is a customer now.`;
    return message.reward
      ? `${news} ${inWords(message.reward)} is on its way to you within 5 working days.`
      : news;
  },
  lost: (message) =>
    `${whom(message)} did not become a customer this time.${why(message)} Thank you for bringing us together.`,
  rejected: (message) =>
    `We cannot follow up on ${whom(message)}.${why(message)} Thank you for thinking of us; please keep them coming.`,
  duplicate: (message) =>
    `We already know ${whom(message)}, so this referral does not count anew.${why(message)} Thank you all the same.`,
};
