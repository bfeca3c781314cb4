import { forget, keep, type Kept, type Outgoing, readKept, type Unsent } from './store.ts';
import { attempt, note } from './guard.ts';
import { allowed } from './consent.ts';
import { options } from './options.ts';
import { uuidv7 } from './ids.ts';

const MOST_QUEUED = 50;
/** In one request: the longest of their kind fit into the 64 KiB that a page may have under way. */
const MOST_SENT = 8;
/** In characters, of at most three bytes. */
const MOST_KEPT_ALIVE = 20_000;
const PAUSE_MS = 1000;

/** The timer until the next request; 0 while one is under way, undefined where nothing waits. */
let timer: ReturnType<typeof setTimeout> | 0 | undefined;

/** Gives an id and a time to what happened. */
export function stamp<Happened extends Unsent>(
  happened: Happened,
  at: number,
): Happened & Pick<Outgoing, 'id' | 'at'> {
  return { id: uuidv7(at), at, ...happened };
}

/**
 * Keeps what happened until the collector has answered for it, on this page or a later one, and sends it. It
 * is sent again after a failure, which its id makes harmless. Leads go first.
 * @param kept what is kept besides, as it was read in this task
 */
export function send(items: Outgoing[], kept = { ...readKept(), seenAtMs: Date.now() }): void {
  enqueue(items, kept);
  void (timer ?? plan(0));
}

/** The same without sending it now. What stands in the queue under the same id is replaced. */
export function enqueue(items: Outgoing[], kept: Kept): void {
  const others = without(items, kept);
  const queue = items[0]?.kind === 'lead' ? [...items, ...others] : [...others, ...items];
  keep({ ...kept, queue: queue.slice(0, MOST_QUEUED) });
}

/** What is queued besides these. */
export function without(items: Outgoing[], { queue }: Kept): Outgoing[] {
  return queue.filter(({ id }) => items.every((item) => item.id !== id));
}

/**
 * Hands what is next to the browser, as the page goes away. It stays queued: an accepted beacon may still be blocked.
 * Should the page come back, it does not count on an answer that was under way.
 */
export function leave(): void {
  timer ||= undefined;
  const [path, body, sent] = nextRequest();
  if (sent[0]) navigator.sendBeacon(options.api + path, body);
}

/** Tries at once what waits for a better moment. */
export function retry(): void {
  if (timer) plan(0);
}

function plan(pauseMs: number): void {
  clearTimeout(timer);
  // oxlint-disable-next-line typescript/no-misused-promises -- it never rejects
  timer = setTimeout(sendNext, pauseMs, pauseMs);
}

/**
 * Sends one request, and plans the next until nothing waits: a second after a success; after failures later
 * each time, or when the collector asks for it.
 */
async function sendNext(pauseMs: number): Promise<void> {
  let nextMs = pauseMs * 2 + PAUSE_MS;
  timer = 0;
  try {
    const [path, body, sent] = nextRequest();
    if (!sent[0]) return void (timer = undefined);
    // A string goes as text/plain, which needs no preflight.
    const answer = await fetch(options.api + path, {
      method: 'POST',
      body,
      // Browsers refuse to send more than 64 KiB so.
      keepalive: body.length < MOST_KEPT_ALIVE,
      // So that a collector on the site's own domain can renew the visitor's cookie.
      credentials: 'include',
    });
    note(path, answer.status);
    if (answer.status !== 429 && answer.status < 500) {
      nextMs = PAUSE_MS;
      // An answer that comes after the visitor said no must not bring anything back.
      const kept = readKept();
      if (allowed) keep({ ...kept, queue: without(sent, kept) });
      else forget();
    } else {
      // none is 0: it asks for nothing
      nextMs = 1000 * +(answer.headers.get('retry-after') as string) || nextMs;
    }
  } catch (fault) {
    note(fault);
  }
  attempt(() => plan(nextMs));
}

/** What is next in the queue: a lead by itself, with all this browser knows of how it came, or events. */
function nextRequest(): [path: string, body: string, sent: Outgoing[]] {
  const { queue, visitor, touches } = readKept();
  const envelope = { site: options.site, visitor, sentAt: Date.now() };
  const sent = queue.slice(0, MOST_SENT);
  const [lead] = sent;
  if (lead?.kind !== 'lead') return ['collect', JSON.stringify({ ...envelope, events: sent }), sent];
  const known = {
    submission: lead.id,
    touches: touches.slice(-MOST_SENT),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  return ['leads', JSON.stringify({ ...lead, ...envelope, ...known }), [lead]];
}
