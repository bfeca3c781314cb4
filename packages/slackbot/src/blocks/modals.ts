import type { InputBlock, ModalView } from '@slack/types';
import { toMetadata, type AboutLead } from './about-lead.ts';
import { mrkdwn, plain } from './text.ts';

/** Asks to whom a lead goes; nobody chosen means the next in line. What it is about stands in private_metadata. */
export function reassignModal(about: AboutLead): ModalView {
  const owner: InputBlock = {
    type: 'input',
    block_id: 'owner',
    optional: true,
    label: plain('Who should have it?'),
    hint: plain('Leave this empty for the next in line.'),
    element: { type: 'users_select', action_id: 'value', placeholder: plain('Next in line', 150) },
  };
  return {
    type: 'modal',
    callback_id: 'reassign',
    private_metadata: toMetadata(about),
    title: plain('Reassign lead', 24),
    submit: plain('Reassign', 24),
    close: plain('Cancel', 24),
    blocks: [owner],
  };
}

/** Asks why a lead is disqualified; an answer is required. What it is about stands in private_metadata. */
export function disqualifyModal(about: AboutLead): ModalView {
  const reason: InputBlock = {
    type: 'input',
    block_id: 'reason',
    label: plain('Why is it no lead?'),
    hint: plain('It stands in the history of the lead, for whoever looks at it next.'),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: true,
      min_length: 2,
      max_length: 1000,
    },
  };
  return {
    type: 'modal',
    callback_id: 'disqualify',
    private_metadata: toMetadata(about),
    title: plain('Disqualify lead', 24),
    submit: plain('Disqualify', 24),
    close: plain('Cancel', 24),
    blocks: [reason],
  };
}

/** A modal that only says something: while waiting, when done, when it went wrong. `words` are our own. */
export function sayingModal(title: string, words: string): ModalView {
  return {
    type: 'modal',
    title: plain(title, 24),
    close: plain('Close', 24),
    blocks: [{ type: 'section', text: mrkdwn(words) }],
  };
}
