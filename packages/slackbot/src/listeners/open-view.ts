import { WebAPIPlatformError } from '@slack/web-api';
import type { ModalView } from '@slack/types';
import type { ListenerContext } from './context.ts';

/** What Slack answers where the press has had its modal, because its event came twice. */
const SPENT = 'exchanged_trigger_id';

/** Opens a modal and answers its id; null where the press has had its modal. Throws what Slack answers. */
export async function openView(
  { slack, log }: Pick<ListenerContext, 'slack' | 'log'>,
  { triggerId, view }: { triggerId: string; view: ModalView },
): Promise<string | null> {
  try {
    const opened = await slack.views.open({ trigger_id: triggerId, view });
    return opened.view?.id ?? null;
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || error.data.error !== SPENT) throw error;
    log.warn({ reason: error.data.error }, 'a press has had its modal');
    return null;
  }
}
