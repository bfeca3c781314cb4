import type { ContextBlock } from '@slack/types';
import type { Assignment, Lead } from '@headwater/contract';
import { clip, mrkdwn, person, plain } from './text.ts';

/** A context block has at most ten elements; the first says whose reason it is. */
const MOST_PIECES = 9;
const slackUser = /\b([UW](?=[A-Z0-9]*\d)[A-Z0-9]{4,30})\b/;

/** Rules that nobody wrote need no name. */
const unnamed = new Set(['by hand', 'fallback']);

/** Why this person, or this channel: the stored reason of the assignment, with people as mentions. */
export function whyThem({ assignment }: Pick<Lead, 'assignment'>): ContextBlock[] {
  if (!assignment?.because) return [];
  const whose = assignment.owner ? `Why ${person(assignment.owner)}:` : 'Why here:';
  const pieces = reasonOf(assignment).split(slackUser);
  const shown = pieces.slice(0, MOST_PIECES - 1);
  const rest = pieces.slice(MOST_PIECES - 1).join('');
  const elements = [...shown, rest].flatMap((piece, index) => {
    if (piece.trim() === '') return [];
    return [index < shown.length && index % 2 === 1 ? mrkdwn(person(piece)) : plain(piece, 1000)];
  });
  return [{ type: 'context', elements: [mrkdwn(whose), ...elements] }];
}

function reasonOf({ because, rule }: Assignment): string {
  const reason = clip(because, 900);
  return unnamed.has(rule) || !rule ? reason : `${reason} (rule “${clip(rule, 100)}”)`;
}

/** `Watching: <@U1>, <@U2>`; null where nobody does. */
export function watchersInWords({ assignment }: Pick<Lead, 'assignment'>): string | null {
  const watchers = assignment?.watchers ?? [];
  if (watchers.length === 0) return null;
  const shown = watchers.slice(0, 10).map(person).join(', ');
  return `Watching: ${shown}${watchers.length > 10 ? ` and ${watchers.length - 10} more` : ''}`;
}
