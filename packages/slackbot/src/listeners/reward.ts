import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { sayingModal } from '../blocks/modals.ts';
import { rejectRewardModal } from '../blocks/reward-decision.ts';
import { escaped } from '../blocks/text.ts';
import type { Decision } from '../collector-client.ts';
import { answerModal } from './answer-modal.ts';
import { AWAY, type ListenerContext } from './context.ts';
import { decisionModal, decisionResult } from './decide.ts';
import { openModal } from './open-modal.ts';
import { tellPrivately } from './tell-privately.ts';

const TITLE = 'Reject reward';
const NOT_YOU = 'Only the approver decides on rewards.';

/** The approver's buttons. The collector says who the approver is; everybody else is told privately. */
export function listenToReward(app: App, context: ListenerContext): void {
  const { collector, log } = context;

  app.action<BlockAction<ButtonAction>>('reward_approve', async ({ ack, body, action, respond }) => {
    await ack();
    const by = body.user.id;
    const eventId = `${by}:${action.action_ts}:${action.action_id}`;
    const words = await collector
      .decideOnReward(action.value ?? '', 'approve', { by, eventId })
      .then(answerTo, (error: unknown) => {
        log.error(error, 'a reward was not approved');
        return AWAY;
      });
    if (words !== null) await tellPrivately(context, { body, respond }, words);
  });

  app.action<BlockAction<ButtonAction>>('reward_reject', async ({ ack, body, action }) => {
    await ack();
    const id = action.value ?? '';
    const view = collector
      .approverOf(id)
      .then((approver) => (approver === body.user.id ? rejectRewardModal(id) : sayingModal(TITLE, NOT_YOU)));
    await openModal(context, { triggerId: body.trigger_id, title: TITLE, view });
  });

  app.view<ViewSubmitAction>('reward_reject', async ({ ack, body, view }) => {
    const reason = view.state.values['reason']?.['value']?.value?.trim() ?? '';
    if (!reason) return ack({ response_action: 'errors', errors: { reason: 'Please say why.' } });
    const refusal = { reason, by: body.user.id, eventId: `${view.id}:${view.hash}` };
    const decision = collector.decideOnReward(view.private_metadata, 'reject', refusal);
    const result = decisionResult(decision, { blockId: 'reason', log });
    const late = decisionModal.bind(null, TITLE);
    return answerModal(context, { ack, viewId: view.id, result, late });
  });
}

/** Null where it was decided: the message is redrawn, which says enough. */
function answerTo(decision: Decision): string | null {
  if (decision.outcome === 'decided') return null;
  return `Nothing was changed: ${escaped(decision.detail, 500)}.`;
}
