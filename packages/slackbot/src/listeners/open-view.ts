import { WebAPIPlatformError } from '@slack/web-api';
import type { ModalView } from '@slack/types';
import type { ListenerContext } from './context.ts';

/**
 * What Slack answers where the press has had its modal, because its event came twice, and where it is too late
 * for one: then the person has seen Slack say so.
 */
const spent = new Set(['exchanged_trigger_id', 'expired_trigger_id']);

/** Opens a modal and answers its id; null where the press has had its modal, or is over. */
export async function openView(
  { slack, log }: Pick<ListenerContext, 'slack' | 'log'>,
  { triggerId, view }: { triggerId: string; view: ModalView },
): Promise<string | null> {
  try {
    const opened = await slack.views.open({ trigger_id: triggerId, view });
    return opened.view?.id ?? null;
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || !spent.has(error.data.error)) throw error;
    log.warn({ reason: error.data.error }, 'a press opens no modal any more');
    return null;
  }
}
