import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { ON_A_DATE, snoozeModal } from '../blocks/snooze-modal.ts';
import { answerModal } from './answer-modal.ts';
import type { ListenerContext } from './context.ts';
import { decisionModal, decisionResult } from './decide.ts';
import { openView } from './open-view.ts';

/** The Snooze button and its modal, which asks until when and why. */
export function listenToSnooze(app: App, context: ListenerContext): void {
  app.action<BlockAction<ButtonAction>>('snooze', async ({ ack, body, action }) => {
    await ack();
    const view = snoozeModal(action.value ?? '');
    await openView(context, { triggerId: body.trigger_id, view });
  });

  app.view<ViewSubmitAction>('snooze', async ({ ack, body, view }) => {
    const { when, date, reason } = view.state.values;
    const time = when?.['value']?.selected_option?.value ?? ON_A_DATE;
    const until = time === ON_A_DATE ? date?.['value']?.selected_date : time;
    const why = reason?.['value']?.value?.trim() ?? '';
    if (!until) return ack({ response_action: 'errors', errors: { date: 'Please choose a date.' } });
    if (!why) return ack({ response_action: 'errors', errors: { reason: 'Please say why.' } });
    const eventId = `${view.id}:${view.hash}`;
    const snooze = { until, reason: why, by: body.user.id, eventId };
    const decision = context.collector.snooze(view.private_metadata, snooze);
    const blockId = time === ON_A_DATE ? 'date' : 'when';
    const result = decisionResult(decision, { blockId, log: context.log });
    const late = decisionModal.bind(null, 'Snooze lead');
    return answerModal(context, { ack, viewId: view.id, result, late });
  });
}
