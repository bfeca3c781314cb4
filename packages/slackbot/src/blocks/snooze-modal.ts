import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { plain } from './text.ts';

/** The choice that asks for a day of its own; the others are the collector's names for a time. */
export const ON_A_DATE = 'date';

const times: [string, string][] = [
  ['in_1_hour', 'In 1 hour'],
  ['tomorrow', 'Tomorrow at 9:00'],
  ['next_week', 'Next Monday at 9:00'],
  [ON_A_DATE, 'On a date, at 9:00'],
];

const options: PlainTextOption[] = times.map(([value, words]) => ({ text: plain(words, 75), value }));

/** Asks until when a lead is put off, and why; both are required. The lead's id is in private_metadata. */
export function snoozeModal(leadId: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'snooze',
    private_metadata: leadId,
    title: plain('Snooze lead', 24),
    submit: plain('Snooze', 24),
    close: plain('Cancel', 24),
    blocks: [when, date, reason],
  };
}

const when: InputBlock = {
  type: 'input',
  block_id: 'when',
  label: plain('Until when?'),
  hint: plain('Nobody is reminded before. Then the deadline begins anew.'),
  element: { type: 'static_select', action_id: 'value', options },
};

const date: InputBlock = {
  type: 'input',
  block_id: 'date',
  optional: true,
  label: plain('Date'),
  hint: plain('For “On a date” only.'),
  element: { type: 'datepicker', action_id: 'value' },
};

const reason: InputBlock = {
  type: 'input',
  block_id: 'reason',
  label: plain('Why?'),
  hint: plain('It stands on the card and in the history of the lead.'),
  element: { type: 'plain_text_input', action_id: 'value', min_length: 2, max_length: 500 },
};
