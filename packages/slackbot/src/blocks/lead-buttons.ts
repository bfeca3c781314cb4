import type { Button } from '@slack/types';
import type { Lead } from '@headwater/contract';
import { whoIs } from './lead.ts';
import { clip, plain } from './text.ts';

/** A button about a lead; read aloud it names the lead. */
function leadButton(lead: Lead, action: string, words: string): Button {
  return {
    type: 'button',
    action_id: action,
    text: plain(words, 75),
    value: lead.id,
    accessibility_label: clip(`${words}: ${whoIs(lead)}`, 75),
  };
}

/** Opens the form for an attempt to reach somebody. */
export const followUpButton = (lead: Lead): Button => leadButton(lead, 'log_follow_up', 'Log follow-up');

/** Opens the form for putting a lead off. */
export const snoozeButton = (lead: Lead): Button => leadButton(lead, 'snooze', 'Snooze');

/** Opens the form for handing a lead to somebody. */
export const reassignButton = (lead: Lead): Button => leadButton(lead, 'reassign', 'Reassign');
