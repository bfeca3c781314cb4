import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Forgery } from './deliveries.ts';
import type { Fault } from './faults.ts';
import type { Press, Submit } from './people.ts';
import type { Slack } from './slack.ts';
import { send } from './web-server.ts';

type Who = { user: string; callbackId: string };

/** What can be done to the stand-in by `POST /control/NAME` with a JSON body. */
const acts: Record<string, (slack: Slack, body: never) => unknown> = {
  say: (slack, body: { user: string; channel: string; text: string }) => slack.say(body),
  press: (slack, body: Press) => slack.press(body),
  'press-in-view': (slack, body: Submit & { actionId: string }) => slack.pressInView(body),
  'close-view': (slack, { user }: { user: string }) => slack.closeView(user),
  choose: (slack, body: Submit & { blockId: string; value: unknown }) => slack.choose(body),
  'submit-view': (slack, body: Submit) => slack.submitView(body),
  'open-home': (slack, { user, tab }: { user: string; tab?: 'home' | 'messages' }) =>
    slack.openHome(user, tab),
  'press-home': (slack, body: { user: string; actionId: string; value?: string }) => slack.pressHome(body),
  'slash-command': (slack, body: { user: string; command: string; text?: string }) =>
    slack.slashCommand(body),
  'global-shortcut': (slack, body: Who) => slack.globalShortcut(body),
  'message-shortcut': (slack, body: Who & { channel: string; ts: string }) => slack.messageShortcut(body),
  'add-channel': (slack, { name, id }: { name: string; id?: string }) => slack.addChannel(name, id),
  'add-person': (slack, { id }: { id: string }) => slack.addPerson(id),
  archive: (slack, { channel }: { channel: string }) => slack.archive(channel),
  fail: (slack, fault: Fault) => void slack.fail(fault),
  recover: (slack) => slack.recover(),
  repeat: (slack, { times }: { times?: number }) => slack.repeatEvent(times ?? 1),
  forge: (slack, forgery: Forgery) => slack.forge(forgery),
  'send-to': (slack, { url }: { url?: string | string[] }) => slack.sendTo(url ?? null),
  'cut-sockets': (slack, { how }: { how?: 'refresh' | 'cable' }) => slack.cutSockets(how),
};

/** What can be read by `GET /control/NAME?…`. */
const views: Record<string, (slack: Slack, query: URLSearchParams) => unknown> = {
  messages: (slack, query) => slack.messages(query.get('channel') ?? ''),
  thread: (slack, query) => slack.thread(query.get('channel') ?? '', query.get('ts') ?? ''),
  ephemerals: (slack, query) => slack.ephemerals(query.get('user') ?? undefined),
  'open-views': (slack, query) => slack.openViews(query.get('user') ?? ''),
  home: (slack, query) => slack.home(query.get('user') ?? ''),
  calls: (slack, query) => slack.calls(query.get('method') ?? undefined),
  connections: (slack) => slack.connections(),
};

/** Answers `{ data }`, or 400 `{ error }` when the act is not possible, 404 for an unknown name. */
export async function answerControl(
  slack: Slack,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://slack');
  const name = pathname.replace('/control/', '');
  try {
    const act = acts[name];
    const view = views[name];
    if (request.method === 'POST' && act) {
      const body = Number(request.headers['content-length'] ?? 0) > 0 ? await json(request) : {};
      send(response, 200, { data: (await act(slack, body as never)) ?? null });
    } else if (request.method === 'GET' && view) send(response, 200, { data: view(slack, searchParams) });
    else
      send(response, 404, {
        error: `unknown: ${request.method} ${name}`,
        known: [...Object.keys(acts), ...Object.keys(views)],
      });
  } catch (error) {
    send(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}
