import type { Deliveries, Receipt } from './deliveries.ts';
import { createHomes, type Homes } from './home.ts';
import { applyAnswer, stateOf } from './modal.ts';
import {
  directChannel,
  findChannel,
  nextId,
  nextTs,
  type Block,
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
  /** Fills in the user's open modal (`values` by block id) and submits it. */
  submitView: (submit: Submit) => Promise<Receipt>;
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

  function responseUrl(user: string, channel: string): string {
    const id = nextId(workspace, 'response');
    workspace.responses.set(id, { user, channel, used: 0, until: Date.now() + RESPONSE_URL_LIVES_MS });
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
      return message;
    },
    press(press) {
      const { message, block, button } = findButton(workspace, press);
      const { id: channel, name } = channelById(workspace, message.channel);
      const { text, value, action_id } = button;
      return interact({
        type: 'block_actions',
        ...common(press.user),
        trigger_id: trigger(press.user),
        response_url: responseUrl(press.user, channel),
        container: { type: 'message', message_ts: message.ts, channel_id: channel, is_ephemeral: false },
        channel: { id: channel, name: name || 'directmessage' },
        message: { type: 'message', ...message },
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

/** The button as it stands in the newest message that has it. Throws when nobody can see such a button. */
function findButton(workspace: Workspace, press: Press): { message: Message; block: Block; button: Button } {
  const channel = channelFor(workspace, press.channel);
  const messages = workspace.messages.filter(
    (message) => message.channel === channel && (press.ts === undefined || message.ts === press.ts),
  );
  for (const message of messages.toReversed()) {
    for (const [index, block] of message.blocks.entries()) {
      const button = buttonsOf(block).find(
        (one) => one.action_id === press.actionId && (press.value === undefined || one.value === press.value),
      );
      if (button) return { message, block: { block_id: `b${index}`, ...block }, button };
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
