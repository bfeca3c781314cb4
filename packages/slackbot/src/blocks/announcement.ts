import type { KnownBlock } from '@slack/types';
import type { ReferralAnnouncement } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { whom } from './referral-words.ts';
import { escaped, mrkdwn, person, plain } from './text.ts';

/** Tells a channel that a referral was won, with a button to thank for it, or that it still waits. */
export function announcementMessage(announcement: ReferralAnnouncement): SlackMessage {
  const { event, referrer, referralId } = announcement;
  const who = escaped(whom(announcement), 1000);
  if (event === 'overdue') {
    const words = `${person(referrer)} referred ${who} more than 24 hours ago, and nobody has looked at it yet.`;
    return { text: words, blocks: [{ type: 'section', text: mrkdwn(words) }] };
  }
  const words = `${who} is a customer now, thanks to ${person(referrer)}.`;
  const blocks: KnownBlock[] = [
    { type: 'section', text: mrkdwn(words) },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'thank_referrer', value: referralId, text: plain('Say thank you', 75) },
      ],
    },
  ];
  return { text: words, blocks };
}
