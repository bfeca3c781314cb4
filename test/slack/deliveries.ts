import { createHmac } from 'node:crypto';
import { ACK_WITHIN_MS, type Sockets } from './sockets.ts';

/** What Slack tells the bot. */
export type Envelope = {
  type: 'interactive' | 'slash_commands' | 'events_api';
  payload: Record<string, unknown>;
};

/** What the bot answered. `status` is null over a socket. Not acknowledged in 3 s: people see an error. */
export type Receipt = { acked: boolean; status: number | null; body: unknown; afterMs: number };

/** Changes to a signed request, to see that the bot refuses it. */
export type Forgery = { signingSecret?: string; timestamp?: number; body?: string };

export type Deliveries = {
  send: (envelope: Envelope) => Promise<Receipt>;
  /** Sends the last envelope again, marked as a retry. */
  repeat: (times: number) => Promise<Receipt[]>;
  forge: (forgery: Forgery) => Promise<Receipt>;
  /** By signed HTTP to these addresses in turn; null is over the sockets again. */
  sendTo: (url: string | readonly string[] | null) => void;
};

/** Delivers by signed HTTP to `eventsUrl` where one is set, else over the sockets. */
export function createDeliveries(
  sockets: Sockets,
  options: { signingSecret: string; eventsUrl: string | null },
): Deliveries {
  let urls = addresses(options.eventsUrl);
  let turn = 0;
  let last: Envelope | null = null;

  const sendOnce = (envelope: Envelope, retry: number, forgery: Forgery = {}): Promise<Receipt> => {
    const url = urls[turn % urls.length];
    turn += 1;
    return url === undefined
      ? sockets.send(envelope, retry)
      : post(url, envelope, retry, { ...options, ...forgery });
  };
  const lastSent = (): Envelope => {
    if (!last) throw new Error('nothing was sent yet');
    return last;
  };

  return {
    send(envelope) {
      last = envelope;
      return sendOnce(envelope, 0);
    },
    repeat: (times) =>
      Promise.all(Array.from({ length: times }, (_, index) => sendOnce(lastSent(), index + 1))),
    forge: (forgery) => sendOnce(lastSent(), 0, forgery),
    sendTo: (next) => {
      urls = addresses(next);
    },
  };
}

const addresses = (urls: string | readonly string[] | null): readonly string[] =>
  urls === null ? [] : [urls].flat();

async function post(
  url: string,
  envelope: Envelope,
  retry: number,
  { signingSecret, timestamp, body: forged }: { signingSecret: string } & Forgery,
): Promise<Receipt> {
  const sentAt = performance.now();
  const { body, contentType } = encode(envelope);
  const seconds = timestamp ?? Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  const headers = {
    'content-type': contentType,
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${signature}`,
    ...(retry > 0 ? { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' } : {}),
  };
  const signal = AbortSignal.timeout(ACK_WITHIN_MS);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: forged ?? body, signal });
    const content = await answer.text();
    const afterMs = performance.now() - sentAt;
    return { acked: answer.ok, status: answer.status, body: decode(content), afterMs };
  } catch {
    return { acked: false, status: null, body: null, afterMs: performance.now() - sentAt };
  }
}

function encode({ type, payload }: Envelope): { body: string; contentType: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const fields =
    type === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>);
  return {
    body: new URLSearchParams(fields).toString(),
    contentType: 'application/x-www-form-urlencoded',
  };
}

function decode(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}
