import type { Button, KnownBlock } from '@slack/types';
import type { ReviewCard } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { inWords } from './money.ts';
import { whom, why } from './referral-words.ts';
import { dateToken, escaped, mrkdwn, person, plain } from './text.ts';

const HEADING = 'A referral to look at';

/** A held referral for whoever decides on it: with buttons until that was done, then with what was decided. */
export function referralReviewMessage(card: ReviewCard): SlackMessage {
  const { review, referralId } = card;
  const blocks: KnownBlock[] = [
    { type: 'section', text: mrkdwn(`*${HEADING}*\n${person(card.referrer)} referred somebody.`) },
    { type: 'section', text: plain(`${whom(card)}.${why({ reason: review.because })}`) },
    { type: 'context', elements: [mrkdwn(standing(card))] },
  ];
  if (review.state === 'held') {
    const elements = [button('release', referralId, 'primary'), button('reject', referralId, 'danger')];
    blocks.push({ type: 'actions', elements });
  }
  return { text: `${HEADING}: ${escaped(whom(card), 500)}`, blocks };
}

function standing({ review, rewards }: ReviewCard): string {
  const { state, decidedBy, decidedAt } = review;
  if (state !== 'held') {
    const by = decidedBy ? ` by ${person(decidedBy)}` : '';
    return `${state}${by}${decidedAt ? `, ${dateToken(decidedAt)}` : ''}`;
  }
  const waiting =
    rewards.length > 0 ? `${rewards.map(inWords).join(' and ')} cannot be approved` : 'it earns nothing';
  return `held until you decide: until then ${waiting}. Sales work on the lead all the same.`;
}

function button(what: 'release' | 'reject', referralId: string, style: 'primary' | 'danger'): Button {
  const text = plain(what === 'release' ? 'Release' : 'Reject', 75);
  return { type: 'button', action_id: `review_${what}`, value: referralId, text, style };
}
