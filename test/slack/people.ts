import type { Deliveries, Receipt } from './deliveries.ts';
import { linkSharedEvent } from './links.ts';
import { applyAnswer, choiceOf, stateOf } from './modal.ts';
import { createHomes, type Homes } from './home.ts';
import {
  directChannel,
  findChannel,
  nextId,
  nextTs,
  type Block,
  type Ephemeral,
  type Message,
  type OpenView,
  type View,
  type Workspace,
} from './workspace.ts';

/** A trigger opens one modal, within this time. */
const TRIGGER_LIVES_MS = 3000;
const RESPONSE_URL_LIVES_MS = 30 * 60_000;

export type Press = { user: string; channel: string; actionId: string; value?: string; ts?: string };
export type Submit = { user: string; values: Record<string, unknown>; viewId?: string };

export type People = Homes & {
  say: (who: { user: string; channel: string; text: string }) => Message;
  press: (press: Press) => Promise<Receipt>;
  slashCommand: (command: {
    user: string;
    command: string;
    text?: string;
    channel?: string;
  }) => Promise<Receipt>;
  globalShortcut: (shortcut: { user: string; callbackId: string }) => Promise<Receipt>;
  messageShortcut: (shortcut: {
    user: string;
    callbackId: string;
    channel: string;
    ts: string;
  }) => Promise<Receipt>;
  /** Presses a button in the user's open modal, where `values` are typed so far. */
  pressInView: (press: Submit & { actionId: string }) => Promise<Receipt>;
  /** Chooses in an input of the user's open modal that asks the bot at once; `values` is what else stands there. */
  choose: (choice: Submit & { blockId: string; value: unknown }) => Promise<Receipt>;
  /** Fills in the user's open modal (`values` by block id) and submits it. */
  submitView: (submit: Submit) => Promise<Receipt>;
  /** Cancel: the modal is gone, and nobody is told. */
  closeView: (user: string) => void;
  openViews: (user: string) => View[];
};

/** What people do in Slack: each act is one delivery to the bot, and resolves with the bot's answer. */
export function createPeople(workspace: Workspace, deliveries: Deliveries, baseUrl: () => string): People {
  const common = (user: string): Record<string, unknown> => ({
    team: { id: workspace.teamId, domain: 'headwater' },
    user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: workspace.teamId },
    api_app_id: 'A0HEADWATER',
    token: 'verification-token',
    is_enterprise_install: false,
    enterprise: null,
  });

  function trigger(user: string): string {
    const id = nextId(workspace, 'trigger.');
    workspace.triggers.set(id, { user, until: Date.now() + TRIGGER_LIVES_MS });
    return id;
  }

  function responseUrl(user: string, channel: string, original?: Ephemeral): string {
    const id = nextId(workspace, 'response');
    const until = Date.now() + RESPONSE_URL_LIVES_MS;
    workspace.responses.set(id, { user, channel, used: 0, until, ...(original ? { original } : {}) });
    return `${baseUrl()}/respond/${id}`;
  }

  const interact = (payload: Record<string, unknown>): Promise<Receipt> =>
    deliveries.send({ type: 'interactive', payload });

  return {
    ...createHomes({ workspace, deliveries, common, trigger }),
    say({ user, channel, text }) {
      const at = channelFor(workspace, channel);
      const message = { ts: nextTs(workspace), channel: at, user, text, blocks: [] };
      workspace.messages.push(message);
      const event = linkSharedEvent(workspace, message);
      if (event) void deliveries.send({ type: 'events_api', payload: event });
      return message;
    },
    press(press) {
      const { message, original, block, button } = findButton(workspace, press);
      const { id: channel, name } = channelById(workspace, message.channel);
      const { text, value, action_id } = button;
      return interact({
        type: 'block_actions',
        ...common(press.user),
        trigger_id: trigger(press.user),
        response_url: responseUrl(press.user, channel, original),
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: channel,
          is_ephemeral: original !== undefined,
        },
        channel: { id: channel, name: name || 'directmessage' },
        ...(original ? {} : { message: { type: 'message', ...message } }),
        actions: [
          { type: 'button', action_id, block_id: block.block_id, text, value, action_ts: nextTs(workspace) },
        ],
      });
    },
    slashCommand({ user, command, text = '', channel }) {
      const at = channel === undefined ? directChannel(workspace, user).id : channelFor(workspace, channel);
      const payload = {
        command,
        text,
        user_id: user,
        user_name: user.toLowerCase(),
        channel_id: at,
        channel_name: workspace.channels.get(at)?.name ?? '',
        team_id: workspace.teamId,
        team_domain: 'headwater',
        api_app_id: 'A0HEADWATER',
        token: 'verification-token',
        is_enterprise_install: 'false',
        trigger_id: trigger(user),
        response_url: responseUrl(user, at),
      };
      return deliveries.send({ type: 'slash_commands', payload });
    },
    globalShortcut: ({ user, callbackId }) =>
      interact({
        type: 'shortcut',
        ...common(user),
        callback_id: callbackId,
        trigger_id: trigger(user),
        action_ts: nextTs(workspace),
      }),
    messageShortcut({ user, callbackId, channel, ts }) {
      const at = channelFor(workspace, channel);
      const message = workspace.messages.find((one) => one.channel === at && one.ts === ts);
      if (!message) throw new Error(`no message ${ts} in ${channel}`);
      return interact({
        type: 'message_action',
        ...common(user),
        callback_id: callbackId,
        trigger_id: trigger(user),
        response_url: responseUrl(user, at),
        action_ts: nextTs(workspace),
        message_ts: ts,
        channel: channelById(workspace, at),
        message: { type: 'message', ...message },
      });
    },
    choose({ user, values, viewId, blockId, value }) {
      const { view } = openViewOf(workspace, user, viewId);
      const state = { values: stateOf(view.blocks, { ...values, [blockId]: value }, false) };
      return interact({
        type: 'block_actions',
        ...common(user),
        trigger_id: trigger(user),
        container: { type: 'view', view_id: view.id },
        view: { ...view, state },
        actions: [choiceOf(view, { blockId, value, ts: nextTs(workspace) })],
      });
    },
    async submitView({ user, values, viewId }) {
      const open = openViewOf(workspace, user, viewId);
      const view = { ...open.view, state: { values: stateOf(open.view.blocks, values) } };
      const payload = {
        type: 'view_submission',
        ...common(user),
        trigger_id: trigger(user),
        view,
        response_urls: [],
      };
      const receipt = await interact(payload);
      if (receipt.acked) applyAnswer(workspace, open, receipt.body);
      return receipt;
    },
    async pressInView({ user, values, viewId, actionId }) {
      const { view: shown } = openViewOf(workspace, user, viewId);
      const block = shown.blocks.find((one) => buttonsOf(one).some((each) => each.action_id === actionId));
      const button = block && buttonsOf(block).find((one) => one.action_id === actionId);
      if (!button) throw new Error(`no button ${actionId} in the modal of ${user}`);
      const view = { ...shown, state: { values: stateOf(shown.blocks, values, false) } };
      return interact({
        type: 'block_actions',
        ...common(user),
        trigger_id: trigger(user),
        container: { type: 'view', view_id: shown.id },
        view,
        actions: [{ ...button, block_id: block.block_id, action_ts: nextTs(workspace) }],
      });
    },
    closeView(user) {
      openViewOf(workspace, user, undefined).isOpen = false;
    },
    openViews: (user) =>
      workspace.views.filter((open) => open.isOpen && open.user === user).map((open) => open.view),
  };
}

function channelFor(workspace: Workspace, nameOrIdOrUser: string): string {
  if (workspace.people.has(nameOrIdOrUser)) return directChannel(workspace, nameOrIdOrUser).id;
  const channel = findChannel(workspace, nameOrIdOrUser);
  if (!channel) throw new Error(`no channel ${nameOrIdOrUser}`);
  return channel.id;
}

function channelById(workspace: Workspace, id: string): { id: string; name: string } {
  return { id, name: workspace.channels.get(id)?.name ?? '' };
}

type Button = { type: string; action_id: string; value?: string; text: unknown };

const buttonsOf = (block: Block): Button[] =>
  [...((block['elements'] as Button[] | undefined) ?? []), block['accessory'] as Button | undefined].filter(
    (element): element is Button => element?.type === 'button',
  );

type Standing = { message: Message | Ephemeral; original?: Ephemeral; block: Block; button: Button };

/** The button as it stands in the newest message that has it. Throws when that person can see no such button. */
function findButton(workspace: Workspace, press: Press): Standing {
  const channel = channelFor(workspace, press.channel);
  const own = workspace.ephemerals.filter((one) => one.to === press.user);
  const messages = [...workspace.messages, ...own]
    .filter((one) => one.channel === channel && (press.ts === undefined || one.ts === press.ts))
    .sort((one, other) => Number(other.ts) - Number(one.ts));
  for (const message of messages) {
    const original = 'to' in message ? message : undefined;
    for (const [index, block] of message.blocks.entries()) {
      const button = buttonsOf(block).find(
        (one) => one.action_id === press.actionId && (press.value === undefined || one.value === press.value),
      );
      if (!button) continue;
      const standing = { message, block: { block_id: `b${index}`, ...block }, button };
      return original ? { ...standing, original } : standing;
    }
  }
  throw new Error(`no button ${press.actionId} in ${press.channel}`);
}

function openViewOf(workspace: Workspace, user: string, viewId: string | undefined): OpenView {
  const open = workspace.views.findLast(
    (one) => one.isOpen && one.user === user && (viewId === undefined || one.view.id === viewId),
  );
  if (!open) throw new Error(`${user} has no open modal`);
  return open;
}
