import type {
  App,
  BlockAction,
  ButtonAction,
  StaticSelectAction,
  ViewOutput,
  ViewSubmitAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { StageChange } from '@headwater/contract';
import type { AboutLead } from '../blocks/about-lead.ts';
import { whoIs } from '../blocks/lead.ts';
import { sayingModal } from '../blocks/modals.ts';
import { stageModal, type StageForm } from '../blocks/stage-modal.ts';
import { clip } from '../blocks/text.ts';
import type { CollectorClient } from '../collector-client.ts';
import { answerModal, type ModalResult } from './answer-modal.ts';
import { AWAY, type ListenerContext } from './context.ts';
import { openModal } from './open-modal.ts';
import { updateView } from './update-view.ts';
import { aboutPress, refreshWhenDone } from './private-card.ts';
import { askedStage, stageErrors, stageValues } from './stage-values.ts';

const TITLE = 'Move stage';

/** The Move stage button and its modal, which asks for what belongs to the stage that is chosen. */
export function listenToMoveStage(app: App, context: ListenerContext): void {
  app.action<BlockAction<ButtonAction>>('move_stage', async ({ ack, body, action }) => {
    await ack();
    const view = firstView(context.collector, aboutPress(body, action));
    await openModal(context, { triggerId: body.trigger_id, title: TITLE, view });
  });

  app.action<BlockAction<StaticSelectAction>>('stage_chosen', async ({ ack, body }) => {
    await ack();
    const { view } = body;
    if (!view) return;
    const next = stageModal(formOf(view), stageValues(view));
    await updateView(context, { viewId: view.id, hash: view.hash, view: next });
  });

  app.view<ViewSubmitAction>('move_stage', async ({ ack, body, view }) => {
    const form = formOf(view);
    const asked = askedStage(form, view);
    switch (asked.kind) {
      case 'errors':
        return ack({ response_action: 'errors', errors: asked.errors });
      case 'unasked':
        return ack({ response_action: 'update', view: stageModal(form, stageValues(view)) });
      case 'change': {
        const result = move(context, { form, view, change: asked.change, by: body.user.id });
        const late = (settled: ModalResult): ModalView => formAgain(form, view, settled);
        await answerModal(context, { ack, viewId: view.id, result, late });
        await refreshWhenDone(context, form, result);
      }
    }
  });
}

const formOf = (view: Pick<ViewOutput, 'private_metadata'>): StageForm =>
  JSON.parse(view.private_metadata) as StageForm;

async function firstView(collector: CollectorClient, about: AboutLead): Promise<ModalView> {
  const [card, program] = await Promise.all([collector.card(about.leadId), collector.employeeProgram()]);
  if (!card) return sayingModal(TITLE, 'This lead is not there any more.');
  const { lead } = card;
  const since = (lead.stages.at(-1)?.at ?? lead.createdAt).slice(0, 10);
  const who = clip(whoIs(lead), 200);
  return stageModal({ ...about, who, stage: lead.stage, since, currency: program.qualified.currency });
}

/** Never rejects. The same submission again is the same event, and moves nothing. */
function move(
  { collector, log }: ListenerContext,
  { form, view, change, by }: { form: StageForm; view: ViewOutput; change: StageChange; by: string },
): Promise<ModalResult> {
  const eventId = `${view.id}:${view.hash}`;
  return collector.moveStage(form.leadId, { ...change, by, eventId }).then(
    (moved): ModalResult =>
      moved.outcome === 'decided'
        ? { kind: 'done' }
        : { kind: 'errors', errors: stageErrors(moved.errors, view) },
    (error: unknown): ModalResult => {
      log.error(error, 'a stage was not moved');
      return { kind: 'errors', errors: { stage: AWAY } };
    },
  );
}

/** The form with what was typed and what stood against it, where the answer came too late for its fields. */
function formAgain(form: StageForm, view: ViewOutput, result: ModalResult): ModalView {
  if (result.kind === 'done') return sayingModal(TITLE, 'Done.');
  return stageModal(form, stageValues(view), Object.values(result.errors).join('\n'));
}
