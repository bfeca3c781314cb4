import type { App, BlockAction, ButtonAction, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { awayModal, notifyModal, poolModal } from '../blocks/home-modals.ts';
import { sayingModal } from '../blocks/modals.ts';
import { clip, escaped } from '../blocks/text.ts';
import type { Changed } from '../collector-home.ts';
import { answerModal, type ModalResult } from './answer-modal.ts';
import { AWAY, type ListenerContext } from './context.ts';
import { openModal } from './open-modal.ts';
import { openView } from './open-view.ts';
import type { PublishHome } from './publish-home.ts';

type Press = BlockAction<ButtonAction>;

/** What people set in the Home: days out of office, notification hours, and managers the people of a pool. */
export function listenToHomeSettings(app: App, context: ListenerContext, publishHome: PublishHome): void {
  listenToButtons(app, context);
  listenToModals(app, context, publishHome);
}

function listenToButtons(app: App, context: ListenerContext): void {
  const { collector } = context;

  app.action<Press>('home_away', async ({ ack, body, action }) => {
    await ack();
    const view = awayModal({ forOthers: action.value === 'team' });
    await openView(context, { triggerId: body.trigger_id, view });
  });

  app.action<Press>('home_notify', async ({ ack, body }) => {
    await ack();
    const view = collector.home(body.user.id).then(({ settings }) => notifyModal(settings.notify));
    await openModal(context, { triggerId: body.trigger_id, title: 'Notification hours', view });
  });

  app.action<Press>('home_pool', async ({ ack, body, action }) => {
    await ack();
    const title = 'People of a pool';
    const view = collector.home(body.user.id).then(({ team }) => {
      const pool = team?.pools.find(({ name }) => name === action.value);
      return pool ? poolModal(pool) : sayingModal(title, 'This pool is not there any more.');
    });
    await openModal(context, { triggerId: body.trigger_id, title, view });
  });
}

function listenToModals(app: App, context: ListenerContext, publishHome: PublishHome): void {
  const { collector } = context;
  const answer = createAnswer(context, publishHome);

  app.view<ViewSubmitAction>('home_away', async ({ ack, body, view }) => {
    const by = body.user.id;
    const { chosen, date, text } = valuesOf(view);
    const note = text('note');
    const absence = { from: date('from'), until: date('until'), ...(note ? { note } : {}) };
    const change = collector.addAbsence(chosen('person') ?? by, absence, by);
    await answer({ ack, view, by, change, first: 'from' });
  });

  app.view<ViewSubmitAction>('home_notify', async ({ ack, body, view }) => {
    const by = body.user.id;
    const { time } = valuesOf(view);
    const [from, to] = [time('from'), time('to')];
    if (Boolean(from) !== Boolean(to)) {
      const errors = { [from ? 'to' : 'from']: 'Choose both times, or none.' };
      return ack({ response_action: 'errors', errors });
    }
    const change = collector.setNotify(by, from && to ? { from, to } : null, by);
    return answer({ ack, view, by, change, first: 'from' });
  });

  app.view<ViewSubmitAction>('home_pool', async ({ ack, body, view }) => {
    const by = body.user.id;
    const change = collector.setPoolMembers(view.private_metadata, valuesOf(view).people('members'), by);
    await answer({ ack, view, by, change, first: 'members' });
  });
}

function valuesOf({ state }: ViewOutput) {
  const value = (id: string) => state.values[id]?.['value'];
  return {
    text: (id: string) => value(id)?.value?.trim() ?? '',
    date: (id: string) => value(id)?.selected_date ?? '',
    time: (id: string) => value(id)?.selected_time ?? null,
    chosen: (id: string) => value(id)?.selected_user ?? null,
    people: (id: string) => value(id)?.selected_users ?? [],
  };
}

type Answering = {
  ack: Parameters<typeof answerModal>[1]['ack'];
  view: ViewOutput;
  by: string;
  change: Promise<Changed>;
  /** Where an objection stands that is about no field of the form. */
  first: string;
};

/** Answers a modal with what became of the change, and shows the Home as it is then. */
function createAnswer(context: ListenerContext, publishHome: PublishHome) {
  return async ({ ack, view, by, change, first }: Answering): Promise<void> => {
    const fields = Object.keys(view.state.values);
    const result = change.then(
      (changed) => toResult(changed, { fields, first }),
      (error: unknown): ModalResult => {
        context.log.error(error, 'a setting was not changed');
        return { kind: 'errors', errors: { [first]: AWAY } };
      },
    );
    await answerModal(context, { ack, viewId: view.id, result, late: lateModal });
    if ((await result).kind === 'done') await publishHome({ slackUser: by });
  };
}

/** The collector's `notify.from` and `members[3]` are about the fields `from` and `members`. */
function toResult(changed: Changed, { fields, first }: { fields: string[]; first: string }): ModalResult {
  if (changed.outcome === 'changed') return { kind: 'done' };
  const errors: Record<string, string> = {};
  for (const { path, message } of changed.errors) {
    const named =
      path
        .replace(/\[\d+\]$/, '')
        .split('.')
        .at(-1) ?? '';
    const field = fields.includes(named) ? named : first;
    errors[field] ??= clip(message, 500);
  }
  return { kind: 'errors', errors };
}

function lateModal(result: ModalResult) {
  const words = result.kind === 'done' ? 'Saved.' : escaped(Object.values(result.errors).join('\n'), 2000);
  return sayingModal('Your Home', words);
}
