import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { App, Logger, Receiver, ReceiverEvent } from '@slack/bolt';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** Slack sends far less. */
const MOST_BYTES = 1024 * 1024;

/** A signed request that is older, or from further ahead, may be a replay. */
const SIGNATURE_LIVES_SECONDS = 5 * 60;

type Options = { signingSecret: string; port: number; logger: Logger };

export type HttpReceiver = Receiver & { routes: Hono; port: () => number };

/** Bolt over HTTP: signed requests at `/slack/events`, each acknowledged once. */
export function createHttpReceiver({ signingSecret, port, logger }: Options): HttpReceiver {
  let app: App | undefined;
  let server: ServerType | undefined;

  const routes = new Hono();
  routes.use(bodyLimit({ maxSize: MOST_BYTES }));
  routes.get('/healthz', (context) => context.text('ok'));
  routes.post('/slack/events', async (context) => {
    const raw = await context.req.text();
    const timestamp = context.req.header('x-slack-request-timestamp') ?? '';
    const signature = context.req.header('x-slack-signature') ?? '';
    if (!isGenuine(signingSecret, { raw, timestamp, signature })) return context.text('', 401);
    const body = parseBody(raw, context.req.header('content-type') ?? '');
    if (body === null) return context.text('', 400);
    if (body['type'] === 'url_verification') return context.json({ challenge: body['challenge'] });
    if (!app) return context.text('', 503);
    return handOver(app, { body, ...retryOf(context.req.header.bind(context.req)) }, logger);
  });

  return {
    routes,
    port: () => (server?.address() as AddressInfo | null)?.port ?? port,
    init(boltApp) {
      app = boltApp;
    },
    async start() {
      server = createAdaptorServer({ fetch: routes.fetch });
      const listening = server;
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject).listen(port, resolve);
      });
    },
    async stop() {
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
    },
  };
}

type Signed = { raw: string; timestamp: string; signature: string };

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
function isGenuine(signingSecret: string, { raw, timestamp, signature }: Signed): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > SIGNATURE_LIVES_SECONDS) return false;
  const expected = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${raw}`).digest('hex')}`;
  const [one, other] = [Buffer.from(expected), Buffer.from(signature)];
  return one.length === other.length && timingSafeEqual(one, other);
}

type Body = Record<string, unknown>;

/** JSON for events; a form whose `payload` is JSON for interactions; a plain form for commands. */
function parseBody(raw: string, contentType: string): Body | null {
  try {
    if (contentType.includes('json')) return JSON.parse(raw) as Body;
    const form = new URLSearchParams(raw);
    const payload = form.get('payload');
    return payload === null ? Object.fromEntries(form) : (JSON.parse(payload) as Body);
  } catch {
    return null;
  }
}

type Retry = Pick<ReceiverEvent, 'retryNum' | 'retryReason'>;

function retryOf(header: (name: string) => string | undefined): Retry {
  const retryNum = header('x-slack-retry-num');
  const retryReason = header('x-slack-retry-reason');
  return {
    ...(retryNum === undefined ? {} : { retryNum: Number(retryNum) }),
    ...(retryReason === undefined ? {} : { retryReason }),
  };
}

/** Resolves with the first acknowledgement; 404 when no listener gave one. */
function handOver(app: App, event: Omit<ReceiverEvent, 'ack'>, logger: Logger): Promise<Response> {
  return new Promise((resolve) => {
    const ack = async (answer?: unknown): Promise<void> => resolve(toResponse(answer));
    app
      .processEvent({ ...event, ack })
      .catch((error: unknown) => logger.error('a listener failed', error))
      .finally(() => resolve(new Response('', { status: 404 })));
  });
}

function toResponse(answer: unknown): Response {
  if (answer === undefined || answer === '') return new Response('');
  return typeof answer === 'string' ? new Response(answer) : Response.json(answer);
}
