import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { fromMetadata } from '../blocks/about-lead.ts';
import { disqualifyModal } from '../blocks/modals.ts';
import { answerModal } from './answer-modal.ts';
import type { ListenerContext } from './context.ts';
import { decisionModal, decisionResult } from './decide.ts';
import { openModal } from './open-modal.ts';
import { aboutPress, refreshWhenDone } from './private-card.ts';

/** The Disqualify button and its modal, which asks for the reason. */
export function listenToDisqualify(app: App, context: ListenerContext): void {
  app.action<BlockAction<ButtonAction>>('disqualify', async ({ ack, body, action }) => {
    await ack();
    const view = Promise.resolve(disqualifyModal(aboutPress(body, action)));
    await openModal(context, { triggerId: body.trigger_id, title: 'Disqualify lead', view });
  });

  app.view<ViewSubmitAction>('disqualify', async ({ ack, body, view }) => {
    const reason = view.state.values['reason']?.['value']?.value?.trim() ?? '';
    if (!reason) return ack({ response_action: 'errors', errors: { reason: 'Please say why.' } });
    const exit = { reason, by: body.user.id, eventId: `${view.id}:${view.hash}` };
    const about = fromMetadata(view.private_metadata);
    const decision = context.collector.disqualify(about.leadId, exit);
    const result = decisionResult(decision, { blockId: 'reason', log: context.log });
    const late = decisionModal.bind(null, 'Disqualify lead');
    await answerModal(context, { ack, viewId: view.id, result, late });
    return refreshWhenDone(context, about, result);
  });
}
