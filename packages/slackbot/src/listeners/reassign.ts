import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { fromMetadata } from '../blocks/about-lead.ts';
import { reassignModal } from '../blocks/modals.ts';
import { answerModal } from './answer-modal.ts';
import type { ListenerContext } from './context.ts';
import { decisionModal, decisionResult } from './decide.ts';
import { openModal } from './open-modal.ts';
import { aboutPress, refreshWhenDone } from './private-card.ts';

/** The Reassign button and its modal: to somebody, or to the next in line. */
export function listenToReassign(app: App, context: ListenerContext): void {
  app.action<BlockAction<ButtonAction>>('reassign', async ({ ack, body, action }) => {
    await ack();
    const view = Promise.resolve(reassignModal(aboutPress(body, action)));
    await openModal(context, { triggerId: body.trigger_id, title: 'Reassign lead', view });
  });

  app.view<ViewSubmitAction>('reassign', async ({ ack, body, view }) => {
    const chosen = view.state.values['owner']?.['value']?.selected_user;
    const eventId = `${view.id}:${view.hash}`;
    const assignment = { ...(chosen ? { owner: chosen } : {}), by: body.user.id, eventId };
    const about = fromMetadata(view.private_metadata);
    const decision = context.collector.assign(about.leadId, assignment);
    const result = decisionResult(decision, { blockId: 'owner', log: context.log });
    const late = decisionModal.bind(null, 'Reassign lead');
    await answerModal(context, { ack, viewId: view.id, result, late });
    await refreshWhenDone(context, about, result);
  });
}
