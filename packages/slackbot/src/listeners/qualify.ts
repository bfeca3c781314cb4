import type { App, BlockAction, ButtonAction, ViewSubmitAction, ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { sayingModal } from '../blocks/modals.ts';
import { qualifyModal } from '../blocks/qualify-modal.ts';
import type { Qualified } from '../qualification-client.ts';
import { AWAY, within, type ListenerContext } from './context.ts';
import { openModal } from './open-modal.ts';
import { formOf, sameForm } from './qualify-form.ts';

/** Slack waits 3 s; this leaves time for the way. */
const ANSWER_WITHIN_MS = 2000;

const MOVED =
  'Somebody else changed letters while you typed. Theirs stands above yours; save again to put yours in its place. Your other letters are saved.';

/** The Qualify button and its form. What somebody typed is never lost: not to others, not to a collector that is away. */
export function listenToQualify(app: App, context: ListenerContext): void {
  const { collector, slack, log } = context;

  app.action<BlockAction<ButtonAction>>('qualify', async ({ ack, body, action }) => {
    await ack();
    const view = collector
      .qualification(action.value ?? '', body.user.id)
      .then((found) => qualifyModal(found));
    await openModal(context, { triggerId: body.trigger_id, title: 'Qualify lead', view });
  });

  app.action<BlockAction<ButtonAction>>('qualify_draft', async ({ ack, body }) => {
    await ack();
    if (!body.view) return;
    const { leadId, form } = formOf(body.view, body.user.id);
    const words = await collector.saveQualificationDraft(leadId, form).then(draftWords, (error: unknown) => {
      log.error(error, 'a draft was not saved');
      return AWAY;
    });
    await slack.views.update({ view_id: body.view.id, view: sameForm(body.view, words) });
  });

  app.view<ViewSubmitAction>('qualify', async ({ ack, body, view }) => {
    const { leadId, form } = formOf(view, body.user.id);
    const next = collector.qualify(leadId, { ...form, eventId: `${view.id}:${view.hash}` }).then(
      (qualified) => ({ view: nextView(qualified, view) }),
      (error: unknown) => {
        log.error(error, 'a qualification was not saved');
        return { view: sameForm(view, AWAY) };
      },
    );
    const inTime = await within(ANSWER_WITHIN_MS, next);
    if (inTime) return inTime.view ? ack({ response_action: 'update', view: inTime.view }) : ack();
    await ack({ response_action: 'update', view: sayingModal('One moment', 'Headwater is working on it…') });
    const late = (await next).view ?? sayingModal('Qualify lead', 'Saved.');
    await slack.views.update({ view_id: view.id, view: late });
  });
}

/** What the modal shows after a save; null closes it. */
function nextView(qualified: Qualified, view: ViewOutput): ModalView | null {
  switch (qualified.outcome) {
    case 'saved':
      return null;
    case 'conflict':
      return qualifyModal(qualified.qualification, MOVED);
    case 'refused':
      return sameForm(view, qualified.detail);
  }
}

function draftWords(saved: Qualified): string {
  return saved.outcome === 'refused'
    ? saved.detail
    : 'Your draft is saved. Only you see it, and it is here when you come back.';
}
