import type { BlockAction, ButtonAction } from '@slack/bolt';
import type { AboutLead } from '../blocks/about-lead.ts';
import { leadCardMessage } from '../blocks/card.ts';
import type { ModalResult } from './answer-modal.ts';
import type { ListenerContext } from './context.ts';

const ANSWER_WITHIN_MS = 8000;

/** The lead whose button was pressed, and where the card it stands on is answered when only one person sees it. */
export function aboutPress(body: BlockAction<ButtonAction>, { value = '' }: ButtonAction): AboutLead {
  const isPrivate = body.container['is_ephemeral'] === true && Boolean(body.response_url);
  return isPrivate ? { leadId: value, privateCard: body.response_url } : { leadId: value };
}

/** Shows the present state on a private card; cards in channels are kept current by the collector. */
export async function refreshPrivateCard(
  { collector, log }: ListenerContext,
  { leadId, privateCard }: AboutLead,
): Promise<void> {
  if (privateCard === undefined) return;
  try {
    const card = await collector.card(leadId);
    if (!card) return;
    const body = JSON.stringify({ replace_original: true, ...leadCardMessage(card) });
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const { status } = await fetch(privateCard, { method: 'POST', headers, body, signal });
    if (status >= 300) log.warn({ status }, 'a private card was not updated');
  } catch (error) {
    log.warn(error, 'a private card was not updated');
  }
}

/** Refreshes the private card that a modal was opened from, once what was decided there is done. */
export async function refreshWhenDone(
  context: ListenerContext,
  about: AboutLead,
  result: Promise<ModalResult>,
): Promise<void> {
  if ((await result).kind === 'done') await refreshPrivateCard(context, about);
}
