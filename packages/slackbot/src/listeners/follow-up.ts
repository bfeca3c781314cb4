import type { App, BlockAction, ButtonAction, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { followUpModal } from '../blocks/follow-up-modal.ts';
import type { FollowUpInput } from '../collector-client.ts';
import { answerModal } from './answer-modal.ts';
import type { ListenerContext } from './context.ts';
import { decisionModal, decisionResult } from './decide.ts';
import { openView } from './open-view.ts';

/** The Log follow-up button and its modal. */
export function listenToFollowUp(app: App, context: ListenerContext): void {
  app.action<BlockAction<ButtonAction>>('log_follow_up', async ({ ack, body, action }) => {
    await ack();
    const view = followUpModal(action.value ?? '');
    await openView(context, { triggerId: body.trigger_id, view });
  });

  app.view<ViewSubmitAction>('log_follow_up', async ({ ack, body, view }) => {
    const followUp = { ...enteredIn(view), by: body.user.id, eventId: `${view.id}:${view.hash}` };
    const decision = context.collector.logFollowUp(view.private_metadata, followUp);
    const result = decisionResult(decision, { blockId: 'outcome', log: context.log });
    const late = decisionModal.bind(null, 'Log follow-up');
    await answerModal(context, { ack, viewId: view.id, result, late });
  });
}

/** Slack lets nobody submit without a choice. */
function enteredIn({ state }: ViewOutput): FollowUpInput {
  const chosen = (id: string): string => state.values[id]?.['value']?.selected_option?.value ?? '';
  const note = state.values['note']?.['value']?.value?.trim();
  return { kind: chosen('kind'), outcome: chosen('outcome'), ...(note ? { note } : {}) };
}
