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
    const since = 'more than 24 hours ago, and nobody has looked at it yet.';
    return {
      text: `${person(referrer)} referred ${who} ${since}`,
      blocks: [named(announcement, ''), said(`${person(referrer)} referred them ${since}`)],
    };
  }
  const thanks = `thanks to ${person(referrer)}.`;
  const blocks: KnownBlock[] = [
    named(announcement, ' is a customer now.'),
    said(`This is ${thanks}`),
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'thank_referrer', value: referralId, text: plain('Say thank you', 75) },
      ],
    },
  ];
  return { text: `${who} is a customer now, ${thanks}`, blocks };
}

const said = (words: string): KnownBlock => ({ type: 'section', text: mrkdwn(words) });

/** Their name stands apart from what is formatted, so that it is shown as it is. */
const named = (announcement: ReferralAnnouncement, news: string): KnownBlock => ({
  type: 'section',
  text: plain(`${whom(announcement)}${news}`),
});
