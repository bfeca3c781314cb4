import type { App, BlockAction, ButtonAction, ViewSubmitAction, ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { sayingModal } from '../blocks/modals.ts';
import { ROLE_INPUT } from '../blocks/qualify-choices.ts';
import { letterInputIds, qualifyModal } from '../blocks/qualify-modal.ts';
import type { Qualified } from '../qualification-client.ts';
import { AWAY, within, type ListenerContext } from './context.ts';
import { openModal } from './open-modal.ts';
import { formOf, sameForm } from './qualify-form.ts';
import { listenToFramework } from './qualify-framework.ts';
import { createTyping } from './qualify-typing.ts';
import { updateView } from './update-view.ts';

/** Slack waits 3 s; this leaves time for the way. */
const ANSWER_WITHIN_MS = 2000;

const MOVED =
  'Somebody else changed letters while you typed. Theirs stands above yours; save again to put yours in its place. Your other letters are saved.';

const typedIn = new RegExp(`${letterInputIds.source}|^${ROLE_INPUT}$`);

/** The Qualify button and its form. What somebody typed is never lost: not to others, not to a collector that is away. */
export function listenToQualify(app: App, context: ListenerContext): void {
  const { collector, log } = context;
  const typing = createTyping(context);
  listenToFramework(app, context, typing);

  app.action<BlockAction>({ action_id: 'value', block_id: typedIn }, async ({ ack, body }) => {
    await ack();
    if (body.view) await typing.typed(body.view, body.user.id);
  });

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
    typing.settled(body.view.id);
    const { leadId, form } = formOf(body.view, body.user.id);
    const words = await collector.saveQualificationDraft(leadId, form).then(draftWords, (error: unknown) => {
      log.error(error, 'a draft was not saved');
      return AWAY;
    });
    await updateView(context, { viewId: body.view.id, view: sameForm(body.view, words) });
  });

  app.view<ViewSubmitAction>('qualify', async ({ ack, body, view }) => {
    typing.settled(view.id);
    const { leadId, form } = formOf(view, body.user.id);
    const next = collector.qualify(leadId, form).then(
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
    await updateView(context, { viewId: view.id, view: late });
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
