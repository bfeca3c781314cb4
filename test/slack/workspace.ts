/** What the one workspace remembers: people, channels, messages, modals, triggers. */
export type Block = { type: string; block_id?: string; [field: string]: unknown };

export type Metadata = { event_type: string; event_payload: Record<string, unknown> };

export type Message = {
  ts: string;
  channel: string;
  /** Who posted: a person, or the bot. */
  user: string;
  text: string;
  blocks: Block[];
  metadata?: Metadata;
  thread_ts?: string;
  edited?: boolean;
  /** What the bot shows under it, by the address that stands in it. */
  unfurls?: Record<string, { blocks: Block[] }>;
};

/** A message that only `to` can see. `at` is when it was posted, in epoch milliseconds. */
export type Ephemeral = {
  to: string;
  channel: string;
  text: string;
  blocks: Block[];
  at: number;
  ts: string;
};

export type Channel = { id: string; name: string; isDirect: boolean; isArchived: boolean; member?: string };

export type View = {
  id: string;
  hash: string;
  type: string;
  callback_id: string;
  private_metadata: string;
  blocks: Block[];
  title?: unknown;
  submit?: unknown;
  close?: unknown;
};

export type OpenView = { user: string; view: View; isOpen: boolean };

/** One call of the Web API as it arrived; `error` is null when it was answered with `ok: true`. */
export type Call = { method: string; channel: string | null; at: number; error: string | null };

export type Workspace = {
  teamId: string;
  botUser: string;
  people: Map<string, string>;
  channels: Map<string, Channel>;
  messages: Message[];
  ephemerals: Ephemeral[];
  views: OpenView[];
  /** What each person sees in the app's Home. */
  homes: Map<string, View>;
  /** Trigger id -> who may open a modal with it, until when. Used ones are taken out. */
  triggers: Map<string, { user: string; until: number }>;
  /** Response address -> the conversation and person it answers, how often it was used, and on what it stands. */
  responses: Map<
    string,
    { user: string; channel: string; used: number; until: number; original?: Ephemeral }
  >;
  /** Addresses of these hosts are told to the bot when people write them. */
  linkDomains: string[];
  /** Unfurl id -> the message it is about. */
  unfurlIds: Map<string, Message>;
  calls: Call[];
  lastTs: number;
  counter: number;
};

export function createWorkspace(): Workspace {
  return {
    teamId: 'T0HEADWATER',
    botUser: 'U0HEADWATER',
    people: new Map(),
    channels: new Map(),
    messages: [],
    ephemerals: [],
    views: [],
    homes: new Map(),
    triggers: new Map(),
    responses: new Map(),
    linkDomains: [],
    unfurlIds: new Map(),
    calls: [],
    lastTs: 0,
    counter: 0,
  };
}

/** The next name of its kind: `C0001`, `V0002` … */
export function nextId(workspace: Workspace, prefix: string): string {
  workspace.counter += 1;
  return `${prefix}${String(workspace.counter).padStart(6, '0')}`;
}

/** A message timestamp: epoch seconds with six digits, never the same and never smaller than the last. */
export function nextTs(workspace: Workspace): string {
  workspace.lastTs = Math.max(workspace.lastTs + 1, Date.now() * 1000);
  const digits = String(workspace.lastTs);
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** Finds a channel by its id or by `#name`; people who post to a name that nobody made get nothing. */
export function findChannel(workspace: Workspace, nameOrId: string): Channel | undefined {
  const byId = workspace.channels.get(nameOrId);
  if (byId) return byId;
  const name = nameOrId.replace(/^#/, '');
  return [...workspace.channels.values()].find((channel) => !channel.isDirect && channel.name === name);
}

export function addChannel(workspace: Workspace, name: string, id = nextId(workspace, 'C')): Channel {
  const channel = { id, name: name.replace(/^#/, ''), isDirect: false, isArchived: false };
  workspace.channels.set(id, channel);
  return channel;
}

export function addPerson(workspace: Workspace, id: string, name = id.toLowerCase()): void {
  workspace.people.set(id, name);
}

/** The conversation between the bot and one person, made when it is first needed. */
export function directChannel(workspace: Workspace, user: string): Channel {
  const known = [...workspace.channels.values()].find(
    (channel) => channel.isDirect && channel.member === user,
  );
  if (known) return known;
  const channel = { id: nextId(workspace, 'D'), name: '', isDirect: true, isArchived: false, member: user };
  workspace.channels.set(channel.id, channel);
  return channel;
}
