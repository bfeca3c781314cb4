import type { ModalView } from '@slack/types';
import { sayingModal } from '../blocks/modals.ts';
import { clip, escaped } from '../blocks/text.ts';
import type { Decision } from '../collector-client.ts';
import type { ModalResult } from './answer-modal.ts';
import { AWAY, type ListenerContext } from './context.ts';

/** A decision made in a modal: done, or what stood against it at the field `blockId`. Never rejects. */
export function decisionResult(
  decision: Promise<Decision>,
  { blockId, log }: { blockId: string } & Pick<ListenerContext, 'log'>,
): Promise<ModalResult> {
  const failed = (text: string): ModalResult => ({ kind: 'errors', errors: { [blockId]: text } });
  return decision.then(
    (made) => (made.outcome === 'decided' ? { kind: 'done' } : failed(clip(made.detail, 500))),
    (error: unknown) => {
      log.error(error, 'a decision was not made');
      return failed(AWAY);
    },
  );
}

/** The result in a modal of its own, where the form is gone. */
export function decisionModal(title: string, result: ModalResult): ModalView {
  if (result.kind === 'done') return sayingModal(title, 'Done.');
  return sayingModal(title, escaped(Object.values(result.errors).join('\n'), 2000));
}
