import type { KnownBlock } from '@slack/types';
import type { Home, TeamPool } from '@headwater/contract';
import { homeButton } from './home-lead.ts';
import { mrkdwn, person, plain } from './text.ts';

const POOLS_SHOWN = 20;
const MISSED_SHOWN = 20;
/** Their mentions stand in one section. */
const MEMBERS_SHOWN = 50;

/** What a manager sees: deadlines that were missed, and who is in which pool. */
export function teamBlocks({ team }: Home): KnownBlock[] {
  if (!team) return [];
  return [
    { type: 'header', text: plain('Your team', 150) },
    { type: 'section', text: mrkdwn(missedInWords(team.missed)) },
    ...team.pools.slice(0, POOLS_SHOWN).map(poolBlock),
  ];
}

function missedInWords(missed: NonNullable<Home['team']>['missed']): string {
  if (missed.length === 0) return 'No deadline was missed in the last 7 days.';
  const lines = missed
    .slice(0, MISSED_SHOWN)
    .map(({ slackUser, count }) => `${slackUser ? person(slackUser) : 'Nobody in particular'}: ${count}`);
  return ['Deadlines missed in the last 7 days', ...lines].join('\n');
}

/** Who is in a pool, with the button to change it. */
function poolBlock({ name, members }: TeamPool): KnownBlock {
  const shown = members.slice(0, MEMBERS_SHOWN).map(person).join(', ');
  const left = members.length - MEMBERS_SHOWN;
  return {
    type: 'section',
    text: plain(name, 200),
    fields: [mrkdwn(left > 0 ? `${shown} and ${left} more` : shown || 'Nobody')],
    accessory: homeButton({
      action: 'home_pool',
      words: 'Change',
      label: `Change who is in ${name}`,
      value: name,
    }),
  };
}
