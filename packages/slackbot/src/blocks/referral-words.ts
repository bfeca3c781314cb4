import type { ReferralMessage } from '@headwater/contract';
import { clip } from './text.ts';

/** The referred person in a few words: `Max of Muster AG`. Not escaped. */
export const whom = ({ name, company }: Pick<ReferralMessage, 'name' | 'company'>): string =>
  company ? `${clip(name, 200)} of ${clip(company, 200)}` : clip(name, 200);

/** A reason as a sentence of its own, with a space before it; empty without one. */
export function why({ reason }: Pick<ReferralMessage, 'reason'>): string {
  const given = reason?.trim();
  if (!given) return '';
  const sentence = given.charAt(0).toUpperCase() + given.slice(1);
  return ` ${/[.!?…]$/.test(sentence) ? sentence : `${sentence}.`}`;
}

const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `Tuesday, 10 March 2026` of `2026-03-10`; `now` where no day was named. */
export const dayInWords = (date: string | undefined): string =>
  date === undefined ? 'now' : day.format(new Date(`${date}T00:00:00Z`));
