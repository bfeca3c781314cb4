import type { ReferralMessage } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { inWords } from './money.ts';
import { clip, escaped, plain } from './text.ts';

/** What an employee is told about a referral of theirs, with the amount it is about. */
export function referralMessage(message: ReferralMessage): SlackMessage {
  const words = sentences[message.event](message);
  return { text: escaped(words, 3000), blocks: [{ type: 'section', text: plain(words) }] };
}

/** The promised messages, one a step. */
const sentences: Record<ReferralMessage['event'], (message: ReferralMessage) => string> = {
  submitted(message) {
    const thanks = `Thank you for referring ${whom(message)}. We look at it within 24 hours.`;
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

const whom = ({ name, company }: ReferralMessage): string => `${clip(name, 200)} of ${clip(company, 200)}`;

function why({ reason }: ReferralMessage): string {
  const given = reason?.trim();
  if (!given) return '';
  const sentence = given.charAt(0).toUpperCase() + given.slice(1);
  return ` ${/[.!?…]$/.test(sentence) ? sentence : `${sentence}.`}`;
}
