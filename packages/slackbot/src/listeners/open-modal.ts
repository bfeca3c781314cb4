import type { ModalView } from '@slack/types';
import { sayingModal } from '../blocks/modals.ts';
import { AWAY, within, type ListenerContext } from './context.ts';
import { openView } from './open-view.ts';
import { updateView } from './update-view.ts';

/** A trigger lives 3 s: a view that takes longer than this comes after a modal that says so. */
const VIEW_WITHIN_MS = 1500;

/** Opens a modal whose content the collector knows. Where it does not answer, the modal says so. */
export async function openModal(
  { slack, log }: ListenerContext,
  { triggerId, title, view }: { triggerId: string; title: string; view: Promise<ModalView> },
): Promise<void> {
  const shown = view.catch((error: unknown) => {
    log.error(error, 'a modal could not be filled');
    return sayingModal(title, AWAY);
  });
  const inTime = await within(VIEW_WITHIN_MS, shown);
  const first = inTime ?? sayingModal(title, 'One moment, it is on its way…');
  const viewId = await openView({ slack, log }, { triggerId, view: first });
  if (inTime || viewId === null) return;
  await updateView({ slack, log }, { viewId, view: await shown });
}
