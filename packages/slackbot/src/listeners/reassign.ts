import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { reassignModal } from '../blocks/modals.ts';
import { answerModal } from './answer-modal.ts';
import type { ListenerContext } from './context.ts';
import { decisionModal, decisionResult } from './decide.ts';

/** The Reassign button and its modal: to somebody, or to the next in line. */
export function listenToReassign(app: App, context: ListenerContext): void {
  app.action<BlockAction<ButtonAction>>('reassign', async ({ ack, body, action }) => {
    await ack();
    await context.slack.views.open({ trigger_id: body.trigger_id, view: reassignModal(action.value ?? '') });
  });

  app.view<ViewSubmitAction>('reassign', async ({ ack, body, view }) => {
    const chosen = view.state.values['owner']?.['value']?.selected_user;
    const eventId = `${view.id}:${view.hash}`;
    const assignment = { ...(chosen ? { owner: chosen } : {}), by: body.user.id, eventId };
    const decision = context.collector.assign(view.private_metadata, assignment);
    const result = decisionResult(decision, { blockId: 'owner', log: context.log });
    const late = decisionModal.bind(null, 'Reassign lead');
    await answerModal(context, { ack, viewId: view.id, result, late });
  });
}
