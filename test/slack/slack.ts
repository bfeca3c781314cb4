import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerControl } from './control.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createFaults, type Fault } from './faults.ts';
import { createPeople, type People } from './people.ts';
import { createRates } from './rates.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { answerCall, answerResponseUrl, type Tokens } from './web-server.ts';
import {
  addChannel,
  addPerson,
  createWorkspace,
  directChannel,
  findChannel,
  type Call,
  type Channel,
  type Ephemeral,
  type Message,
} from './workspace.ts';

export type SlackOptions = {
  port?: number;
  /** Where the bot takes signed HTTP deliveries; without it they go over Socket Mode. */
  eventsUrl?: string;
  channels?: string[];
  people?: string[];
  /** Hosts whose links the bot hears of. */
  linkDomains?: string[];
};

export type Slack = People &
  Tokens & {
    /** The base of the Web API: what SLACK_API_URL must be. */
    url: string;
    port: number;
    addChannel: (name: string, id?: string) => Channel;
    addPerson: (id: string) => void;
    archive: (channel: string) => void;
    /** Top-level messages of a channel, oldest first: by id, by name, or by person for direct messages. */
    messages: (channel: string) => Message[];
    thread: (channel: string, ts: string) => Message[];
    ephemerals: (user?: string) => Ephemeral[];
    calls: (method?: string) => Call[];
    /** Lets calls fail; answers a function that ends it. */
    fail: (fault: Fault) => () => void;
    /** Everything works again. */
    recover: () => void;
    /** The last delivery once more, `times` times, marked as a retry. */
    repeatEvent: Deliveries['repeat'];
    /** The last delivery once more, with something about it that Slack would not do. */
    forge: Deliveries['forge'];
    sendTo: Deliveries['sendTo'];
    connections: Sockets['connected'];
    cutSockets: Sockets['cut'];
    stop: () => Promise<void>;
  };

const tokens: Tokens = {
  botToken: 'xoxb-stand-in',
  appToken: 'xapp-stand-in',
  signingSecret: 'stand-in-signing-secret',
};

/** One Slack workspace over HTTP and WebSocket, for tests and for trying the bot by hand. */
export async function startSlack(options: SlackOptions = {}): Promise<Slack> {
  const workspace = createWorkspace();
  for (const name of options.channels ?? ['#sales-hot', '#sales']) addChannel(workspace, name);
  for (const id of options.people ?? ['U0ANNA', 'U0BEN', 'U0CARA']) addPerson(workspace, id);

  workspace.linkDomains = options.linkDomains ?? [];

  const faults = createFaults();
  const rates = createRates();
  const sockets = createSockets();
  const signingSecret = tokens.signingSecret;
  const deliveries = createDeliveries(sockets, { signingSecret, eventsUrl: options.eventsUrl ?? null });
  const origin = (): string => `http://127.0.0.1:${portOf(server)}`;
  const people = createPeople(workspace, deliveries, origin);

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://slack').pathname;
    const context = { workspace, faults, rates, tokens, origin: origin() };
    if (path.startsWith('/control/')) void answerControl(slack, request, response);
    else if (path.startsWith('/respond/')) void answerResponseUrl(context, request, response);
    else void answerCall(context, request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    if (faults.isDown()) socket.destroy();
    else sockets.upgrade(request, socket, head);
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));

  const idOf = (channel: string): string | undefined =>
    workspace.people.has(channel)
      ? directChannel(workspace, channel).id
      : findChannel(workspace, channel)?.id;

  const slack: Slack = {
    ...tokens,
    ...people,
    url: `${origin()}/api/`,
    port: portOf(server),
    addChannel: (name, id) => addChannel(workspace, name, id),
    addPerson: (id) => addPerson(workspace, id),
    archive: (channel) => {
      const found = findChannel(workspace, channel);
      if (found) found.isArchived = true;
    },
    messages: (channel) =>
      workspace.messages.filter((one) => one.channel === idOf(channel) && one.thread_ts === undefined),
    thread: (channel, ts) =>
      workspace.messages.filter((one) => one.channel === idOf(channel) && one.thread_ts === ts),
    ephemerals: (user) => workspace.ephemerals.filter((one) => user === undefined || one.to === user),
    calls: (method) => workspace.calls.filter((call) => method === undefined || call.method === method),
    fail(fault) {
      const channel = fault.channel === undefined ? undefined : idOf(fault.channel);
      return faults.add(channel === undefined ? fault : { ...fault, channel });
    },
    recover: faults.clear,
    repeatEvent: deliveries.repeat,
    forge: deliveries.forge,
    sendTo: deliveries.sendTo,
    connections: sockets.connected,
    cutSockets: sockets.cut,
    async stop() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return slack;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
