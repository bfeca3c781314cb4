import type { Button, KnownBlock } from '@slack/types';
import type { HomeLead } from '@headwater/contract';
import { sourceInWords, stageNames, whoIs } from './lead.ts';
import { clip, dateToken, mrkdwn, plain } from './text.ts';

/**
 * One of somebody's own leads: with a button to claim it, whose action is `claim`, and afterwards with one to
 * open it.
 */
export function ownLeadBlock(lead: HomeLead, claim: string): KnownBlock {
  const { claimed, stage, temperature, score, deadline } = lead;
  const lines = [
    clip(whoIs(lead), 300),
    `${claimed ? stageNames[stage] : 'to be claimed'} · ${temperature}, score ${score}`,
    ...(claimed && !lead.tried ? ['Nobody has tried to reach them yet'] : []),
    clip(sourceInWords(lead.latestSource), 200),
  ];
  return {
    type: 'section',
    text: plain(lines.join('\n'), 600),
    // a moment in the reader's own time zone is formatting, which names must not have
    ...(deadline ? { fields: [mrkdwn(`Claim by ${dateToken(deadline)}`)] } : {}),
    accessory: claimed ? openButton(lead) : claimButton(lead, claim),
  };
}

function claimButton(lead: HomeLead, action: string): Button {
  const label = `Claim ${whoIs(lead)}`;
  return { ...homeButton({ action, words: 'Claim', label, value: lead.id }), style: 'primary' };
}

function openButton(lead: HomeLead): Button {
  const label = `Open ${whoIs(lead)}`;
  return { ...homeButton({ action: 'home_open', words: 'Open', label }), url: lead.url };
}

type About = { action: string; words: string; label?: string; value?: string };

/** A button of the Home; `label` is what screen readers say where the words alone do not tell. */
export function homeButton({ action, words, label, value }: About): Button {
  return {
    type: 'button',
    action_id: action,
    text: plain(words, 75),
    ...(value === undefined ? {} : { value }),
    ...(label === undefined ? {} : { accessibility_label: clip(label, 75) }),
  };
}
