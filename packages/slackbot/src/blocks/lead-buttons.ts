import type { ActionsBlock, Button } from '@slack/types';
import type { Lead, LeadCard } from '@headwater/contract';
import { isOpen, whoIs } from './lead.ts';
import { clip, plain } from './text.ts';

/** Claim while nobody has it; what sales do until it is won or lost; its stage can be moved, and it can be read, always. */
export function cardButtons({ lead, url }: LeadCard): ActionsBlock {
  const working = [
    lead.owner ? followUpButton(lead) : claimButton(lead, 'claim'),
    leadButton(lead, 'qualify', 'Qualify'),
    snoozeButton(lead),
    reassignButton(lead),
    leadButton(lead, 'disqualify', 'Disqualify'),
  ];
  const always = [leadButton(lead, 'move_stage', 'Move stage'), openButton(lead, url)];
  const isWorkedOn = isOpen(lead) && lead.stage !== 'customer';
  return { type: 'actions', block_id: 'decide', elements: [...(isWorkedOn ? working : []), ...always] };
}

/** The button that claims a lead; `action` also says where it stands: `claim`, `claim_digest`, `claim_reminder`. */
export const claimButton = (lead: Lead, action: string): Button => ({
  ...leadButton(lead, action, 'Claim'),
  style: 'primary',
});

/** Opens the form for an attempt to reach somebody. */
export const followUpButton = (lead: Lead): Button => leadButton(lead, 'log_follow_up', 'Log follow-up');

/** Opens the form for putting a lead off. */
export const snoozeButton = (lead: Lead): Button => leadButton(lead, 'snooze', 'Snooze');

/** Opens the form for handing a lead to somebody. */
export const reassignButton = (lead: Lead): Button => leadButton(lead, 'reassign', 'Reassign');

/** A button about a lead; read aloud it names the lead. */
function leadButton(lead: Lead, action: string, words: string): Button {
  return {
    type: 'button',
    action_id: action,
    text: plain(words, 75),
    value: lead.id,
    accessibility_label: clip(`${words} ${whoIs(lead)}`, 75),
  };
}

function openButton(lead: Lead, url: string): Button {
  const label = clip(`Open ${whoIs(lead)}`, 75);
  return { type: 'button', action_id: 'open_lead', text: plain('Open', 75), url, accessibility_label: label };
}
