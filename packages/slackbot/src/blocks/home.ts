import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { Home, ReferrerRank } from '@headwater/contract';
import { homeButton, ownLeadBlock } from './home-lead.ts';
import { amountsInWords } from './leaderboard.ts';
import { settingsBlocks } from './home-settings.ts';
import { teamBlocks } from './home-team.ts';
import { referralLine } from './referral-status.ts';
import { clip, mrkdwn, person, plain } from './text.ts';

/** A Home has at most 100 blocks; the other parts need up to 60 of them. */
const LEADS_SHOWN = 35;
/** In one section of 3,000 characters. */
const REFERRALS_SHOWN = 12;
const RANKS_SHOWN = 10;

/** The Home of one person. `notice` is said at its top, in our own words or escaped. */
export function homeView(home: Home, { notice }: { notice?: string | undefined } = {}): HomeView {
  return {
    type: 'home',
    blocks: [
      ...(notice ? [section(notice)] : []),
      ...leadBlocks(home),
      ...referralBlocks(home),
      ...leaderboard(home),
      ...responseTimes(home),
      ...settingsBlocks(home),
      ...teamBlocks(home),
    ],
  };
}

/** A Home that only says something, with a button to look again. `words` are our own. */
export function sayingHome(words: string): HomeView {
  return { type: 'home', blocks: [section(words), { type: 'actions', elements: [refreshButton()] }] };
}

const section = (words: string): KnownBlock => ({ type: 'section', text: mrkdwn(words) });
const header = (words: string): KnownBlock => ({ type: 'header', text: plain(words, 150) });
const note = (words: string): KnownBlock => ({ type: 'context', elements: [plain(words, 300)] });

function refreshButton(): Button {
  return homeButton({ action: 'home_refresh', words: 'Refresh' });
}

function leadBlocks({ leads: { shown, total } }: Home): KnownBlock[] {
  const rows = shown.slice(0, LEADS_SHOWN);
  const left = total - rows.length;
  return [
    header(total === 0 ? 'Your leads' : `Your leads: ${total}`),
    ...(total === 0
      ? [section('Nothing is waiting for you.')]
      : rows.map((lead) => ownLeadBlock(lead, 'home_claim'))),
    ...(left > 0 ? [note(`and ${left} more that are less urgent`)] : []),
    { type: 'actions', elements: [refreshButton()] },
  ];
}

function referralBlocks({ referrals: { shown, total } }: Home): KnownBlock[] {
  if (total === 0) return [header('Your referrals'), section('`/refer` opens the form for your first one.')];
  const rows = shown.slice(0, REFERRALS_SHOWN).map((one) => `• ${clip(referralLine(one), 230)}`);
  const left = total - rows.length;
  return [
    header(`Your referrals: ${total}`),
    { type: 'section', text: plain(rows.join('\n')) },
    ...(left > 0 ? [note(`and ${left} older ones`)] : []),
  ];
}

function leaderboard({ leaderboard: { rows } }: Home): KnownBlock[] {
  if (rows.length === 0) return [];
  return [header('Referrers of this quarter'), section(ranking(rows, earnedInWords))];
}

/** `1. @anna: 3 submitted, 2 qualified, 1 won`, a line for each. */
export function ranking<Rank extends ReferrerRank>(
  rows: readonly Rank[],
  more: (rank: Rank) => string = () => '',
): string {
  const lines = rows.slice(0, RANKS_SHOWN).map((rank, index) => {
    const { referrer, submitted, qualified, won } = rank;
    const counts = `${submitted} submitted, ${qualified} qualified, ${won} won`;
    return `${index + 1}. ${person(referrer)}: ${counts}${more(rank)}`;
  });
  return lines.join('\n');
}

/** `; €250 pending, €1,000 paid`. */
function earnedInWords(rank: Home['leaderboard']['rows'][number]): string {
  const amounts = amountsInWords(rank);
  return amounts === '' ? '' : `; ${amounts}`;
}

function responseTimes({ responses }: Home): KnownBlock[] {
  if (responses.length === 0) return [];
  const lines = responses
    .slice(0, RANKS_SHOWN)
    .map(
      ({ slackUser, claims, medianMinutes }) =>
        `${person(slackUser)}: ${minutesInWords(medianMinutes)} over ${claims} ${claims === 1 ? 'claim' : 'claims'}`,
    );
  return [header('From alert to claim, working time, median of 30 days'), section(lines.join('\n'))];
}

/** `4 min`, `2.5 h`, `3 days`. */
export function minutesInWords(minutes: number): string {
  if (minutes < 90) return `${minutes} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${Math.round(hours / 24)} days`;
}
