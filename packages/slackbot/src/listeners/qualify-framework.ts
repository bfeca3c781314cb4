import type { App, BlockAction, StaticSelectAction, ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { framework as frameworkSchema, type Framework } from '@headwater/contract';
import { sayingModal } from '../blocks/modals.ts';
import { qualifyModal } from '../blocks/qualify-modal.ts';
import { AWAY, within, type ListenerContext } from './context.ts';
import { formOf, sameForm } from './qualify-form.ts';
import type { Typing } from './qualify-typing.ts';
import { updateView } from './update-view.ts';

/** Longer than this nobody types on in a form that is about to go. */
const SHOWN_WITHIN_MS = 700;

/**
 * The framework chosen in the form: what was typed becomes the draft of its person, and the letters of the other
 * framework are shown, with what they typed in those before.
 */
export function listenToFramework(app: App, context: ListenerContext, typing: Typing): void {
  app.action<BlockAction<StaticSelectAction>>('qualify_framework', async ({ ack, body, action }) => {
    await ack();
    const { view } = body;
    const chosen = frameworkSchema.safeParse(action.selected_option?.value);
    if (!view || !chosen.success) return;
    typing.settled(view.id);
    const next = formIn(context, { view, by: body.user.id, framework: chosen.data });
    const inTime = await within(SHOWN_WITHIN_MS, next);
    if (!inTime) {
      const waiting = sayingModal('Qualify lead', 'One moment, it is on its way…');
      await updateView(context, { viewId: view.id, view: waiting });
    }
    await updateView(context, { viewId: view.id, view: inTime ?? (await next) });
  });
}

/** Where the collector cannot be reached, the same form with what was typed. */
async function formIn(
  { collector, log }: ListenerContext,
  { view, by, framework }: { view: ViewOutput; by: string; framework: Framework },
): Promise<ModalView> {
  try {
    const { leadId, form } = formOf(view, by);
    const saved = await collector.saveQualificationDraft(leadId, form);
    if (saved.outcome === 'refused') return sameForm(view, saved.detail);
    return qualifyModal(await collector.qualification(leadId, by, framework));
  } catch (error) {
    log.error(error, 'another framework was not shown');
    return sameForm(view, AWAY);
  }
}
