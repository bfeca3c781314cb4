import type { KnownBlock } from '@slack/types';
import type { MorningList, Recognition, WeeklySummary } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { ownLeadBlock } from './home-lead.ts';
import { minutesInWords, ranking } from './home.ts';
import { clip, mrkdwn, person, plain } from './text.ts';

/** A message has at most 50 blocks. */
const LEADS_SHOWN = 45;

const header = (words: string): KnownBlock => ({ type: 'header', text: plain(words, 150) });
const section = (words: string): KnownBlock => ({ type: 'section', text: mrkdwn(words) });

/** Somebody's open leads as the day begins, each with the button that fits it. */
export function morningMessage({ leads, total }: MorningList): SlackMessage {
  const shown = leads.slice(0, LEADS_SHOWN);
  const left = total - shown.length;
  const text = morningSentence(leads, total);
  return {
    text,
    blocks: [
      header('Your leads this morning'),
      section(text),
      ...shown.map((lead) => ownLeadBlock(lead, 'claim_morning')),
      ...(left > 0
        ? [{ type: 'context' as const, elements: [plain(`and ${left} that are less urgent`)] }]
        : []),
    ],
  };
}

function morningSentence(leads: MorningList['leads'], total: number): string {
  if (total === 0) return 'Nothing is waiting for you any more.';
  const waiting = leads.filter(({ claimed }) => !claimed).length;
  const all = total === 1 ? 'You have 1 open lead' : `You have ${total} open leads`;
  return waiting === 0 ? `${all}.` : `${all}, ${waiting} of them to be claimed.`;
}

/** The last week of a channel in numbers. */
export function weeklyMessage(summary: WeeklySummary): SlackMessage {
  const { leads, claimed, inTime, medianMinutes } = summary;
  const days = `${dayInWords(summary.from)} to ${dayInWords(summary.until)}`;
  const numbers = [
    `${leads === 1 ? '1 lead' : `${leads} leads`}, ${claimed} claimed, ${inTime} of them in time`,
    medianMinutes === null
      ? ''
      : `From alert to claim in working time, median: ${minutesInWords(medianMinutes)}`,
  ].filter(Boolean);
  const sources = summary.sources.map(({ source, leads: count }) => `• ${clip(source, 100)}: ${count}`);
  const referrers = summary.referrers.map(({ referrer, leads: count }) => `${person(referrer)}: ${count}`);
  return {
    text: `The week of ${days}: ${numbers.join('. ')}.`,
    blocks: [
      header(`The week of ${days}`),
      section(numbers.join('\n')),
      ...(sources.length > 0
        ? [{ type: 'section' as const, text: plain(['Where they came from', ...sources].join('\n')) }]
        : []),
      ...(referrers.length > 0 ? [section(['Thank you for referring', ...referrers].join('\n'))] : []),
    ],
  };
}

/** Thanks those who referred in a month, by name. */
export function recognitionMessage({ month, rows, total }: Recognition): SlackMessage {
  const name = monthInWords(month);
  const count = total === 1 ? '1 person was referred' : `${total} people were referred`;
  const thanks = rows.map(({ referrer }) => person(referrer)).join(', ');
  return {
    text: `Thank you for referring in ${name}: ${thanks}.`,
    blocks: [
      header(`Referrals in ${name}`),
      section(`${count} to us. Thank you!\n${ranking(rows)}`),
      { type: 'context', elements: [mrkdwn('`/refer` opens the form for the next one.')] },
    ],
  };
}

const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `2 March` of `2026-03-02`: a day on the wall, which no time zone moves. */
function dayInWords(date: string): string {
  return days.format(new Date(`${date}T00:00:00Z`));
}

/** `February 2026` of `2026-02`. */
function monthInWords(month: string): string {
  return months.format(new Date(`${month}-01T00:00:00Z`));
}
