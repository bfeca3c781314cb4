import { uuidv7 } from './ids.ts';
import { options } from './options.ts';
import type { TouchEvent } from '@headwater/contract';
import { keep, type Outgoing, readKept, type Unsent } from './store.ts';

/** As many as one request may carry. */
const MOST_QUEUED = 50;
/** Of a page's 64 KiB under way at once, counted as three bytes a character. */
const MOST_CHARACTERS = 20_000;
const PAUSE_MS = 1000;

let isSending = false;

/**
 * Gives an id to what happened and keeps it until the collector has answered for it, on this page or a
 * later one. It is sent again after a failure, which the id makes harmless. Leads go first.
 */
export function send(happened: Unsent, at: number): Outgoing {
  const item = { id: uuidv7(at), at, ...happened };
  const { queue } = readKept();
  // A document without an origin stands in a sandbox: the collector would refuse it.
  if (origin !== 'null') {
    keep({
      queue: (item.kind === 'lead' ? [item, ...queue] : [...queue, item]).slice(0, MOST_QUEUED),
      seenAtMs: at,
    });
    if (!isSending) void sendQueue(0);
  }
  return item;
}

/** Hands what is next to the browser, as the page goes away. It stays queued: an accepted beacon may still be blocked. */
export function leave(): void {
  const [path, body, sent] = nextRequest();
  if (sent[0]) navigator.sendBeacon(options.api + path, body);
}

/**
 * Sends one request at a time, with a pause after each, until nothing waits. A failure makes the pause
 * longer, or as long as the collector asks.
 */
async function sendQueue(pauseMs: number): Promise<void> {
  // A touch and its page travel together: the first pause lasts until the present task is done.
  isSending = true;
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  const [path, body, sent] = nextRequest();
  isSending = sent.length > 0;
  if (!isSending) return;
  // A string goes as text/plain, which needs no preflight.
  const answer = await fetch(options.api + path, { method: 'POST', body, keepalive: true }).catch(() =>
    Response.error(),
  );
  let nextPauseMs = PAUSE_MS;
  if (/^(2|4(?!29))/.test(`${answer.status}`)) {
    keep({ queue: readKept().queue.filter(({ id }) => sent.every((item) => item.id !== id)) });
  } else {
    nextPauseMs = Number(answer.headers.get('retry-after')) * 1000 || pauseMs * 2 + PAUSE_MS;
  }
  return sendQueue(nextPauseMs);
}

/** What is next in the queue: a lead by itself, with all this browser knows of how it came, or as many events as there is room for. */
function nextRequest(): [path: string, body: string, sent: Outgoing[]] {
  const { queue, visitor, touches } = readKept();
  const [lead] = queue;
  const envelope = { site: options.site, visitor, sentAt: Date.now() };
  if (lead?.kind !== 'lead') return ['collect', fit({ ...envelope, events: queue }, queue), queue];
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { ref } = Object.assign({}, ...touches) as Partial<TouchEvent>;
  const submission = { ...lead, ...envelope, submission: lead.id, touches, timeZone, ref };
  return ['leads', fit(submission, touches), [lead]];
}

/** Writes the request with as many of its items as there is room for: the first, and of the others the newest. */
function fit(request: object, items: unknown[]): string {
  const body = JSON.stringify(request);
  return body.length > MOST_CHARACTERS && items.splice(1, 1)[0] ? fit(request, items) : body;
}
