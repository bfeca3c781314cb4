import type { KnownBlock } from '@slack/types';
import type { Money, QuarterReport, ReferrerRow, TeamRow } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { inWords } from './money.ts';
import { clip, dateToken, escaped, mrkdwn, person, plain } from './text.ts';

const SHOWN = 20;
const TEAMS_SHOWN = 10;

/** Who referred this quarter, the best first, with what each earned; then the teams. */
export function leaderboardMessage(report: QuarterReport): SlackMessage {
  const { rows, teams, timeZone } = report;
  const title = `Referrals in ${report.quarter}`;
  const blocks: KnownBlock[] = [{ type: 'header', text: plain(title, 150) }];
  if (rows.length === 0) {
    const nobody = report.final ? 'Nobody referred anybody.' : 'Nobody yet: `/refer` makes you the first.';
    blocks.push({ type: 'section', text: mrkdwn(nobody) });
    return { text: `${title}: ${report.final ? 'nobody' : 'nobody yet'}.`, blocks };
  }
  blocks.push(
    ...rows.slice(0, SHOWN).map((row, index) => section(`*${index + 1}.* ${person(row.referrer)}`, row)),
  );
  if (rows.length > SHOWN) blocks.push(context(`and ${rows.length - SHOWN} more`));
  blocks.push(...teams.slice(0, TEAMS_SHOWN).map((row) => team(row)));
  blocks.push(
    context(`Quarter in ${escaped(timeZone, 80)}; ties go to whoever was there first. ${standing(report)}`),
  );
  return { text: `${title}: ${person(rows[0]?.referrer ?? '')} ${report.final ? 'won' : 'leads'}.`, blocks };
}

/** Whether the ranks may still change, and until when. */
const standing = ({ final, finalFrom }: QuarterReport): string =>
  final
    ? `*Final* since ${dateToken(finalFrom)}`
    : `Final from ${dateToken(finalFrom)}; until then reversals change it`;

const context = (words: string): KnownBlock => ({ type: 'context', elements: [mrkdwn(words)] });

const section = (who: string, row: ReferrerRow): KnownBlock => ({
  type: 'section',
  text: mrkdwn(`${who}: ${reached(row)}`),
});

const team = (row: TeamRow): KnownBlock => ({
  type: 'section',
  text: plain(`Team ${clip(row.team, 100)}: ${reached(row)}`),
});

function reached(row: ReferrerRow | TeamRow): string {
  const counts = `${row.referrals} referred, ${row.qualified} qualified, ${row.won} won`;
  const amounts = amountsInWords(row);
  return `${counts}${amounts && `\n${amounts}`}`;
}

/** `€250 pending, €1,000 paid`; empty where nothing was earned. */
export function amountsInWords({
  pending,
  approved,
  paid,
}: Pick<ReferrerRow, 'pending' | 'approved' | 'paid'>): string {
  const amounts = [amount('pending', pending), amount('approved', approved), amount('paid', paid)];
  return amounts.filter(Boolean).join(', ');
}

/** `€250 pending`; a few currencies at most, of which each is named. */
function amount(state: string, sums: readonly Money[]): string {
  const shown = sums.slice(0, 5).map(inWords).join(' and ');
  return shown ? `${shown} ${state}` : '';
}
