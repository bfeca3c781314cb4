import { WebAPIPlatformError } from '@slack/web-api';
import type { ModalView } from '@slack/types';
import type { ListenerContext } from './context.ts';

/** What Slack answers where the modal is not there any more, or shows something newer. */
const outdated = new Set(['not_found', 'hash_conflict', 'view_not_found']);

/**
 * Shows something else in an open modal; with `hash` only where it still is the one that was seen. False where
 * it was closed meanwhile, or shows something newer: then there is nothing to show it in, and that is fine.
 */
export async function updateView(
  { slack, log }: Pick<ListenerContext, 'slack' | 'log'>,
  { viewId, view, hash }: { viewId: string; view: ModalView; hash?: string },
): Promise<boolean> {
  try {
    await slack.views.update({ view_id: viewId, view, ...(hash === undefined ? {} : { hash }) });
    return true;
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || !outdated.has(error.data.error)) throw error;
    log.debug({ reason: error.data.error }, 'a modal was closed before it could be updated');
    return false;
  }
}
