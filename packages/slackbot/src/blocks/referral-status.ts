import type { KnownBlock } from '@slack/types';
import type { Home, Referral, ReferralState } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { clip, mrkdwn, plain, utcTime } from './text.ts';

const SHOWN = 20;

const states: Record<ReferralState, string> = {
  submitted: 'we look at it within 24 hours',
  accepted: 'sales is on it',
  rejected: 'not followed up',
  duplicate: 'known before',
  qualified: 'a qualified lead',
  won: 'a customer',
  lost: 'did not become a customer',
};

const looks = {
  held: '; somebody has a look at it before it earns anything',
  released: '',
  rejected: '; it does not count for a reward',
};

/** One's own referrals and where each stands, the newest first. */
export function referralStatusMessage(referrals: readonly Referral[]): SlackMessage {
  if (referrals.length === 0) {
    const text = 'You have not referred anybody yet: `/refer` opens the form.';
    return { text, blocks: [{ type: 'section', text: mrkdwn(text) }] };
  }
  const count = referrals.length === 1 ? '1 referral' : `${referrals.length} referrals`;
  const shown = referrals
    .toSorted((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt))
    .slice(0, SHOWN);
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(`Your ${count}`, 150) },
    ...shown.map((referral): KnownBlock => ({ type: 'section', text: plain(referralLine(referral), 900) })),
  ];
  if (referrals.length > SHOWN) {
    blocks.push({ type: 'context', elements: [plain(`and ${referrals.length - SHOWN} older ones`)] });
  }
  return { text: `You have made ${count}.`, blocks };
}

/** `Max of Muster AG: a qualified lead, since 3 Mar, 10:00 UTC`. Not escaped. */
export function referralLine(referral: Home['referrals']['shown'][number]): string {
  const { name, company, state, reason, updatedAt, review } = referral;
  const why = reason ? ` (${clip(reason, 300)})` : '';
  const whom = company ? `${clip(name, 200)} of ${clip(company, 200)}` : clip(name, 200);
  const looked = review ? looks[review.state] : '';
  return `${whom}: ${states[state]}${why}, since ${utcTime(updatedAt)}${looked}`;
}
