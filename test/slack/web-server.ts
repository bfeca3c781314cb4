import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import type { Failure, Faults } from './faults.ts';
import { blockProblems } from './limits.ts';
import type { Rates } from './rates.ts';
import { methods, type Answer, type Args } from './web-api.ts';
import { directChannel, findChannel, nextTs, type Block, type Workspace } from './workspace.ts';

export type Tokens = { botToken: string; appToken: string; signingSecret: string };

type Context = { workspace: Workspace; faults: Faults; rates: Rates; tokens: Tokens; origin: string };

/** A response address works this often. */
const RESPONSE_URL_USES = 5;

/** Answers one call of the Web API, or fails as it was told to. */
export async function answerCall(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://slack');
  const method = pathname.replace(/^\/api\//, '');
  const args = parse(request.headers['content-type'] ?? '', await readText(request));
  const channel = channelOf(context.workspace, args);
  const log = (error: string | null): void =>
    void context.workspace.calls.push({ method, channel, at: Date.now(), error });

  const failure = context.faults.meeting(method, channel);
  if (failure && (await failBefore(failure, request, response))) return log(failure.kind);
  const retryAfter = context.rates.spend(method, channel);
  if (retryAfter !== null) {
    log('ratelimited');
    return tooMany(response, retryAfter);
  }
  const answer = perform(context, method, args, request.headers.authorization ?? '');
  log(answer.ok ? null : (answer.error ?? 'unknown'));
  if (failure?.kind === 'lose_answer') request.socket.destroy();
  else send(response, 200, answer);
}

/** True when the call must not take effect; the answer is then sent or the connection cut. */
async function failBefore(
  failure: Failure,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (failure.kind) {
    case 'down':
      request.socket.destroy();
      return true;
    case 'rate_limited':
      tooMany(response, failure.retryAfterSeconds);
      return true;
    case 'status':
      send(response, failure.status, { ok: false });
      return true;
    case 'refuse':
      send(response, 200, { ok: false, error: failure.error, needed: failure.needed });
      return true;
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, failure.ms));
      break;
    case 'lose_answer':
  }
  return false;
}

function perform(
  { workspace, tokens, origin }: Context,
  method: string,
  args: Args,
  authorization: string,
): Answer {
  const isConnecting = method === 'apps.connections.open';
  const token = authorization.replace(/^Bearer /, '');
  if (token === '') return { ok: false, error: 'not_authed' };
  if (token !== (isConnecting ? tokens.appToken : tokens.botToken))
    return { ok: false, error: 'invalid_auth' };
  if (isConnecting) return { ok: true, url: `${origin.replace('http', 'ws')}/link` };
  const run = methods[method];
  return run ? run(workspace, args) : { ok: false, error: 'unknown_method' };
}

/** Takes a message posted to a response address. */
export async function answerResponseUrl(
  { workspace, faults }: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parse('application/json', await readText(request));
  const address = workspace.responses.get((request.url ?? '').replace('/respond/', ''));
  if (faults.isDown()) return void request.socket.destroy();
  if (!address || address.until < Date.now() || address.used >= RESPONSE_URL_USES) {
    return send(response, 404, { ok: false, error: 'used_url' });
  }
  address.used += 1;
  const blocks = (body['blocks'] ?? []) as Block[];
  if (blockProblems(blocks, 'message').length > 0)
    return send(response, 400, { ok: false, error: 'invalid_blocks' });
  const { user, channel, original } = address;
  const content = { text: body['text'] as string, blocks, at: Date.now() };
  if (body['replace_original'] === true && original) Object.assign(original, content);
  else workspace.ephemerals.push({ to: user, channel, ...content, ts: nextTs(workspace) });
  return send(response, 200, { ok: true });
}

/** Form fields whose value is JSON are opened, as the Web API does. */
function parse(contentType: string, body: string): Args {
  if (contentType.includes('json')) return JSON.parse(body || '{}') as Args;
  const fields = [...new URLSearchParams(body)];
  return Object.fromEntries(fields.map(([name, value]) => [name, opened(value)]));
}

function opened(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function channelOf(workspace: Workspace, args: Args): string | null {
  const channel = args['channel'];
  if (typeof channel !== 'string') return null;
  if (workspace.people.has(channel)) return directChannel(workspace, channel).id;
  return findChannel(workspace, channel)?.id ?? channel;
}

function tooMany(response: ServerResponse, retryAfterSeconds: number): void {
  response.setHeader('retry-after', String(retryAfterSeconds));
  send(response, 429, { ok: false, error: 'ratelimited' });
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
