import type { InputBlock, ModalView } from '@slack/types';
import type { NotifyWindow, TeamPool } from '@headwater/contract';
import { plain } from './text.ts';

const input = (
  id: string,
  label: string,
  element: InputBlock['element'],
  more: { optional?: boolean; hint?: string } = {},
): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element,
  ...(more.optional ? { optional: true } : {}),
  ...(more.hint ? { hint: plain(more.hint) } : {}),
});

const modal = (callbackId: string, title: string, blocks: ModalView['blocks']): ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  title: plain(title, 24),
  submit: plain('Save', 24),
  close: plain('Cancel', 24),
  blocks,
});

/** Asks for the first and the last day out of office; a manager may choose for whom. */
export function awayModal({ forOthers }: { forOthers: boolean }): ModalView {
  const who = input(
    'person',
    'Who is away?',
    { type: 'users_select', action_id: 'value', placeholder: plain('You', 150) },
    { optional: true },
  );
  return modal('home_away', 'Out of office', [
    ...(forOthers ? [who] : []),
    input('from', 'First day', { type: 'datepicker', action_id: 'value' }),
    input(
      'until',
      'Last day',
      { type: 'datepicker', action_id: 'value' },
      { hint: 'Leads go to others from the first day to the last.' },
    ),
    input(
      'note',
      'Note',
      { type: 'plain_text_input', action_id: 'value', max_length: 200 },
      { optional: true },
    ),
  ]);
}

/** Asks when messages that can wait may come; both left empty means at any time. */
export function notifyModal(notify: NotifyWindow | null): ModalView {
  const time = (initial: string | undefined): InputBlock['element'] => ({
    type: 'timepicker',
    action_id: 'value',
    ...(initial === undefined ? {} : { initial_time: initial }),
  });
  return modal('home_notify', 'Notification hours', [
    input('from', 'Messages may come from', time(notify?.from), { optional: true }),
    input('to', 'until', time(notify?.to), {
      optional: true,
      hint: 'Leave both empty for any time. What cannot wait, such as a deadline, always comes at once.',
    }),
  ]);
}

/** Asks who is in a pool. Its name is in private_metadata. */
export function poolModal({ name, members }: TeamPool): ModalView {
  const people = input('members', 'Who takes its leads?', {
    type: 'multi_users_select',
    action_id: 'value',
    ...(members.length > 0 ? { initial_users: members } : {}),
  });
  const view = modal('home_pool', 'People of a pool', [{ type: 'section', text: plain(name, 300) }, people]);
  return { ...view, private_metadata: name };
}
