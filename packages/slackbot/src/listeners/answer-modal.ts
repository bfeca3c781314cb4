import type { AckFn, ViewResponseAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { sayingModal } from '../blocks/modals.ts';
import { within, type ListenerContext } from './context.ts';
import { updateView } from './update-view.ts';

/** Slack waits 3 s; this leaves time for the way. */
const ANSWER_WITHIN_MS = 2000;

/** What became of a submitted modal: closed, or errors at its fields by block id. */
export type ModalResult = { kind: 'done' } | { kind: 'errors'; errors: Record<string, string> };

type Submission = {
  ack: AckFn<ViewResponseAction>;
  viewId: string;
  result: Promise<ModalResult>;
  /** What the modal shows when the result comes too late to be the answer. */
  late: (result: ModalResult) => ModalView | Promise<ModalView>;
};

/**
 * Answers a submitted modal with its result. A result that takes too long for Slack is shown in the
 * modal when it comes; until then the modal says that it is on its way.
 */
export async function answerModal(
  context: ListenerContext,
  { ack, viewId, result, late }: Submission,
): Promise<void> {
  const inTime = await within(ANSWER_WITHIN_MS, result);
  if (inTime) {
    const isDone = inTime.kind === 'done';
    return isDone ? ack() : ack({ response_action: 'errors', errors: inTime.errors });
  }
  await ack({ response_action: 'update', view: sayingModal('One moment', 'Headwater is working on it…') });
  await updateView(context, { viewId, view: await late(await result) });
}
