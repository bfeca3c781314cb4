import { unfurl } from './links.ts';
import { homeMethods } from './home.ts';
import { blockProblems, messageProblems, viewProblems } from './limits.ts';
import {
  directChannel,
  findChannel,
  nextId,
  nextTs,
  type Block,
  type Channel,
  type Message,
  type Metadata,
  type OpenView,
  type View,
  type Workspace,
} from './workspace.ts';

export type Args = Record<string, unknown>;
export type Answer = { ok: boolean; error?: string; [field: string]: unknown };

const refuse = (error: string, messages: string[] = []): Answer => ({
  ok: false,
  error,
  response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The methods of the Web API that the bot uses. Each checks what Slack checks and changes the workspace. */
export const methods: Record<string, (workspace: Workspace, args: Args) => Answer> = {
  'auth.test': (workspace) => ({
    ok: true,
    team_id: workspace.teamId,
    user_id: workspace.botUser,
    bot_id: 'B0HEADWATER',
    url: 'https://headwater.slack.test/',
  }),
  'bots.info': () => ({ ok: true, bot: { id: 'B0HEADWATER', name: 'headwater' } }),
  'users.info': usersInfo,
  'chat.postMessage': postMessage,
  'chat.update': updateMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.unfurl': unfurl,
  'conversations.open': openConversation,
  'conversations.list': listConversations,
  'conversations.history': readHistory,
  'conversations.replies': readReplies,
  'views.open': openView,
  'views.update': updateView,
  ...homeMethods,
};

function usersInfo(workspace: Workspace, args: Args): Answer {
  const id = text(args['user']);
  const name = workspace.people.get(id);
  if (name === undefined) return refuse('user_not_found');
  return { ok: true, user: { id, name, real_name: name, profile: { email: `${name}@headwater.example` } } };
}

/** A channel that can be posted to: by id, by name, or the conversation with a person by their id. */
function destination(workspace: Workspace, nameOrId: string): Channel | Answer {
  const channel = workspace.people.has(nameOrId)
    ? directChannel(workspace, nameOrId)
    : findChannel(workspace, nameOrId);
  if (!channel) return refuse('channel_not_found');
  return channel.isArchived ? refuse('is_archived') : channel;
}

const isAnswer = (value: Channel | Answer): value is Answer => 'ok' in value;

function postMessage(workspace: Workspace, args: Args): Answer {
  const channel = destination(workspace, text(args['channel']));
  if (isAnswer(channel)) return channel;
  const content = contentOf(args);
  if ('ok' in content) return content;
  const threadTs = text(args['thread_ts']);
  const message: Message = {
    ts: nextTs(workspace),
    channel: channel.id,
    user: workspace.botUser,
    ...content,
    ...(threadTs ? { thread_ts: threadTs } : {}),
  };
  workspace.messages.push(message);
  return { ok: true, channel: channel.id, ts: message.ts, message: seen(message, false) };
}

type Content = { text: string; blocks: Block[]; metadata?: Metadata };

function contentOf(args: Args): Content | Answer {
  const content: Content = { text: text(args['text']), blocks: (args['blocks'] ?? []) as Block[] };
  if (args['metadata'] !== undefined) content.metadata = args['metadata'] as Metadata;
  const problem = messageProblems(content);
  if (problem) return refuse(problem);
  const problems = blockProblems(content.blocks, 'message');
  return problems.length > 0 ? refuse('invalid_blocks', problems) : content;
}

function updateMessage(workspace: Workspace, args: Args): Answer {
  const message = workspace.messages.find(
    ({ channel, ts }) => channel === args['channel'] && ts === args['ts'],
  );
  if (!message) return refuse('message_not_found');
  const content = contentOf(args);
  if ('ok' in content) return content;
  Object.assign(message, content, { edited: true });
  return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
}

function postEphemeral(workspace: Workspace, args: Args): Answer {
  const channel = findChannel(workspace, text(args['channel']));
  if (!channel) return refuse('channel_not_found');
  const to = text(args['user']);
  if (!workspace.people.has(to)) return refuse('user_not_in_channel');
  const content = contentOf(args);
  if ('ok' in content) return content;
  const ts = nextTs(workspace);
  workspace.ephemerals.push({
    to,
    channel: channel.id,
    text: content.text,
    blocks: content.blocks,
    at: Date.now(),
    ts,
  });
  return { ok: true, message_ts: ts };
}

function openConversation(workspace: Workspace, args: Args): Answer {
  const user = text(args['users']);
  if (!workspace.people.has(user)) return refuse('user_not_found');
  return { ok: true, channel: { id: directChannel(workspace, user).id } };
}

function listConversations(workspace: Workspace): Answer {
  const channels = [...workspace.channels.values()]
    .filter((channel) => !channel.isDirect)
    .map(({ id, name, isArchived }) => ({ id, name, is_archived: isArchived }));
  return { ok: true, channels, response_metadata: { next_cursor: '' } };
}

/** A message as a reader gets it; metadata only where it was asked for. */
function seen(message: Message, withMetadata: boolean): Args {
  const { metadata, channel: _, ...rest } = message;
  return { type: 'message', ...rest, ...(withMetadata && metadata ? { metadata } : {}) };
}

const isYes = (value: unknown): boolean => value === true || value === 'true' || value === 1 || value === '1';

function readHistory(workspace: Workspace, args: Args): Answer {
  const channel = workspace.channels.get(text(args['channel']));
  if (!channel) return refuse('channel_not_found');
  const newestFirst = workspace.messages
    .filter((message) => message.channel === channel.id && message.thread_ts === undefined)
    .toReversed();
  return onePage(newestFirst, args);
}

function readReplies(workspace: Workspace, args: Args): Answer {
  const thread = workspace.messages.filter(
    ({ channel, ts, thread_ts }) =>
      channel === args['channel'] && (ts === args['ts'] || thread_ts === args['ts']),
  );
  return thread.length === 0 ? refuse('thread_not_found') : onePage(thread, args);
}

function onePage(messages: Message[], args: Args): Answer {
  const from = Number(text(args['cursor']) || 0);
  const limit = Math.min(Number(args['limit'] ?? 100), 999);
  const end = from + limit;
  return {
    ok: true,
    messages: messages.slice(from, end).map((message) => seen(message, isYes(args['include_all_metadata']))),
    has_more: end < messages.length,
    response_metadata: { next_cursor: end < messages.length ? String(end) : '' },
  };
}

function openView(workspace: Workspace, args: Args): Answer {
  const id = text(args['trigger_id']);
  const trigger = workspace.triggers.get(id);
  if (!trigger) return refuse('invalid_trigger_id');
  workspace.triggers.delete(id);
  if (trigger.until < Date.now()) return refuse('expired_trigger_id');
  const problems = viewProblems(args['view']);
  if (problems.length > 0) return refuse('invalid_arguments', problems);
  const view = shown(workspace, nextId(workspace, 'V'), args['view'] as Partial<View>);
  workspace.views.push({ user: trigger.user, view, isOpen: true });
  return { ok: true, view };
}

function updateView(workspace: Workspace, args: Args): Answer {
  const open = workspace.views.find(({ view, isOpen }) => isOpen && view.id === args['view_id']);
  if (!open) return refuse('not_found');
  if (args['hash'] !== undefined && args['hash'] !== open.view.hash) return refuse('hash_conflict');
  const problems = viewProblems(args['view']);
  if (problems.length > 0) return refuse('invalid_arguments', problems);
  replaceView(workspace, open, args['view'] as Partial<View>);
  return { ok: true, view: open.view };
}

/** Shows another view in an open modal: the id stays, the hash changes. */
export function replaceView(workspace: Workspace, open: OpenView, view: Partial<View>): void {
  open.view = shown(workspace, open.view.id, view);
}

function shown(workspace: Workspace, id: string, view: Partial<View>): View {
  const blocks = (view.blocks ?? []).map((block, index) => ({ block_id: `b${index}`, ...block }));
  return {
    ...view,
    type: 'modal',
    callback_id: view.callback_id ?? '',
    private_metadata: view.private_metadata ?? '',
    blocks,
    id,
    hash: `${Date.now()}.${nextId(workspace, 'h')}`,
  };
}
