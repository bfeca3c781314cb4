import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { disqualifyModal } from '../blocks/modals.ts';
import { answerModal } from './answer-modal.ts';
import type { ListenerContext } from './context.ts';
import { decisionModal, decisionResult } from './decide.ts';

/** The Disqualify button and its modal, which asks for the reason. */
export function listenToDisqualify(app: App, context: ListenerContext): void {
  app.action<BlockAction<ButtonAction>>('disqualify', async ({ ack, body, action }) => {
    await ack();
    await context.slack.views.open({
      trigger_id: body.trigger_id,
      view: disqualifyModal(action.value ?? ''),
    });
  });

  app.view<ViewSubmitAction>('disqualify', async ({ ack, body, view }) => {
    const reason = view.state.values['reason']?.['value']?.value?.trim() ?? '';
    if (!reason) return ack({ response_action: 'errors', errors: { reason: 'Please say why.' } });
    const exit = { reason, by: body.user.id, eventId: `${view.id}:${view.hash}` };
    const decision = context.collector.disqualify(view.private_metadata, exit);
    const result = decisionResult(decision, { blockId: 'reason', log: context.log });
    const late = decisionModal.bind(null, 'Disqualify lead');
    return answerModal(context, { ack, viewId: view.id, result, late });
  });
}
