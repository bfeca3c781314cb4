import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { FollowUpKind, FollowUpOutcome } from '@headwater/contract';
import { plain } from './text.ts';

const kinds: Record<FollowUpKind, string> = {
  call: 'Call',
  email: 'E-mail',
  linkedin: 'LinkedIn',
  meeting: 'Meeting',
  other: 'Another way',
};
const outcomes: Record<FollowUpOutcome, string> = {
  reached: 'Reached: we talked, or they answered',
  not_reached: 'Not reached',
};

const optionsOf = (words: Record<string, string>): PlainTextOption[] =>
  Object.entries(words).map(([value, text]) => ({ text: plain(text, 75), value }));

/** Asks how somebody was tried to be reached, and whether it worked. The lead's id is in private_metadata. */
export function followUpModal(leadId: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'log_follow_up',
    private_metadata: leadId,
    title: plain('Log follow-up', 24),
    submit: plain('Log', 24),
    close: plain('Cancel', 24),
    blocks: [choice('kind', 'How?', kinds), choice('outcome', 'How did it go?', outcomes), note],
  };
}

const choice = (id: string, label: string, words: Record<string, string>): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { type: 'static_select', action_id: 'value', options: optionsOf(words) },
});

const note: InputBlock = {
  type: 'input',
  block_id: 'note',
  optional: true,
  label: plain('Note'),
  element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 2000 },
};
