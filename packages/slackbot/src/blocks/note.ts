import type { KnownBlock } from '@slack/types';
import { buyingRole, buyingRoleNames, stage as stageSchema, type HistoryEntry } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { dateToken, escaped, mrkdwn, person, plain } from './text.ts';
import { stageNames } from './lead.ts';

/** One line of a lead's history in words, for the thread under its card. */
export function noteMessage(entry: HistoryEntry): SlackMessage {
  const words = inWords[entry.kind](entry);
  const note = entry.note?.trim();
  const blocks: KnownBlock[] = [{ type: 'section', text: mrkdwn(`${words}.`) }];
  if (note) blocks.push({ type: 'context', elements: [plain(note, 2000)] });
  return { text: note ? `${words}: ${escaped(note, 2000)}` : `${words}.`, blocks };
}

const by = ({ actor }: HistoryEntry): string => (actor ? ` by ${person(actor)}` : '');
const to = (word: string, entry: HistoryEntry): string => (entry.to ? ` ${word} ${person(entry.to)}` : '');

/** A snooze is to a moment. */
const until = ({ to: moment }: HistoryEntry): string =>
  moment !== null && Number.isFinite(Date.parse(moment)) ? ` until ${dateToken(moment)}` : '';

/** Changes that were recorded without their stage say it in their note. */
function stageOf({ to: stage }: HistoryEntry): string {
  const { success, data } = stageSchema.safeParse(stage);
  return success ? stageNames[data] : 'another stage';
}

function roleOf({ to: role }: HistoryEntry): string {
  const { success, data } = buyingRole.safeParse(role);
  return buyingRoleNames[success ? data : 'unknown'];
}

const inWords: Record<HistoryEntry['kind'], (entry: HistoryEntry) => string> = {
  assigned: (entry) => (entry.to ? `Assigned${to('to', entry)}${by(entry)}` : `Free to claim${by(entry)}`),
  claimed: (entry) => `Claimed${by(entry)}`,
  reassigned: (entry) => (entry.to ? `Reassigned${to('to', entry)}${by(entry)}` : `Given back${by(entry)}`),
  reminded: (entry) => `Reminder${to('to', entry)}: the deadline is near`,
  deadline_missed: (entry) => `The deadline passed without a claim${to('by', entry)}`,
  disqualified: (entry) => `Disqualified${by(entry)}`,
  qualified: (entry) => `Qualified${by(entry)}`,
  role_changed: (entry) => `Role: ${roleOf(entry)}${by(entry)}`,
  stage_changed: (entry) => `Moved to ${stageOf(entry)}${by(entry)}`,
  submitted_again: () => 'They got in touch again',
  escalated: (entry) => `Nobody claimed it in time${entry.to ? `: ${person(entry.to)} was told` : ''}`,
  snoozed: (entry) => `Snoozed${until(entry)}${by(entry)}`,
  snooze_over: (entry) => `Due again${to('for', entry)}`,
  follow_up: (entry) => `Follow-up${by(entry)}`,
  follow_up_due: (entry) => `The next follow-up is due${to('for', entry)}`,
  revenue: (entry) => `Revenue${by(entry)}`,
  unmerged: (entry) => `Parted${by(entry)} from the record of another person`,
  merged: (entry) => `Joined with another record of the same person${by(entry)}`,
};
