import { Agent, request, type IncomingMessage } from 'node:http';
import { newLead, newReport, origin, userAgent, type Report } from './reports.ts';

/** How one request went; status 0 when there was no answer. */
export type Answer = {
  path: string;
  status: number;
  /** The connection broke after the request was sent. One that was refused took nothing. */
  broke: boolean;
  startedAt: number;
  ms: number;
  retryAfter: string | undefined;
};

export type Load = {
  /** Ids of events that were answered with 2xx. */
  acknowledged: Set<string>;
  answers: Answer[];
  /** Answers with 2xx that do not count as many events as were sent. */
  wrong: string[];
  /** Resolves when as many answers of this kind have come from now on. */
  sees: (count: number, isOfKind?: (answer: Answer) => boolean) => Promise<void>;
  /** Ends after the requests in flight. */
  stop: () => Promise<void>;
};

type Options = {
  url: string;
  site: string;
  connections?: number;
  /** Forms among the requests. */
  formShare?: number;
};
type Sending = Report & { path: '/v1/collect' | '/v1/leads' };

export const isTaken = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** A pause after a refusal, as a client has it; short, so that the next attempt falls into the outage too. */
const PAUSE_MS = 20;

/**
 * Posts like many browsers at once and goes on whatever happens. What was not acknowledged is sometimes sent
 * again, and so is a little of what was.
 */
export function startLoad({ url, site, connections = 64, formShare = 0.05 }: Options): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const open: Sending[] = [];
  const done: Sending[] = [];
  const listeners = new Set<(answer: Answer) => void>();
  let isStopping = false;

  const load: Load = {
    acknowledged: new Set(),
    answers: [],
    wrong: [],
    sees: (count, isOfKind = () => true) =>
      new Promise((resolve) => {
        let left = count;
        const look = (answer: Answer): void => {
          if (isOfKind(answer)) left -= 1;
          if (left > 0) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
      }),
    stop: async () => {
      isStopping = true;
      await Promise.all(workers);
      agent.destroy();
    },
  };

  const next = (): Sending => {
    const dice = Math.random();
    if (dice < 0.2 && open.length > 0) return open.shift()!;
    if (dice < 0.22 && done.length > 0) return done.shift()!;
    if (dice > 1 - formShare) return { ...newLead(site), path: '/v1/leads' };
    return { ...newReport(site, 1 + Math.floor(Math.random() * 3)), path: '/v1/collect' };
  };

  const settle = (sending: Sending, answer: Answer, text: string): void => {
    load.answers.push(answer);
    if (isTaken(answer)) {
      for (const id of sending.ids) load.acknowledged.add(id);
      if (countOf(sending, text) !== sending.ids.length) load.wrong.push(text);
      done.push(sending);
    } else open.push(sending);
    for (const look of listeners) look(answer);
  };

  const work = async (): Promise<void> => {
    // oxlint-disable-next-line eslint/no-unmodified-loop-condition -- `stop` sets it
    while (!isStopping) {
      const sending = next();
      const { answer, text } = await post(agent, url, sending);
      settle(sending, answer, text);
      if (answer.status === 0 || answer.status >= 400)
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };

  const workers = Array.from({ length: connections }, work);
  return load;
}

/** Events that an answer says are stored; a form answers for all that it carried. */
function countOf({ path, ids }: Sending, text: string): number {
  if (path === '/v1/leads') return ids.length;
  const { accepted, duplicates } = JSON.parse(text) as { accepted: number; duplicates: number };
  return accepted + duplicates;
}

async function post(
  agent: Agent,
  url: string,
  { path, body }: Sending,
): Promise<{ answer: Answer; text: string }> {
  const startedAt = performance.now();
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'User-Agent': userAgent,
    Origin: origin,
  };
  const { response, text, broke } = await new Promise<Received>((resolve) => {
    const outgoing = request(`${url}${path}`, { method: 'POST', agent, headers }, (incoming) => {
      void textOf(incoming).then((read) => resolve({ response: incoming, text: read, broke: read === null }));
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ response: null, text: null, broke: error.code !== 'ECONNREFUSED' }),
    );
    outgoing.end(body);
  });
  const ms = performance.now() - startedAt;
  const status = text === null ? 0 : (response?.statusCode ?? 0);
  const retryAfter = response?.headers['retry-after'];
  return { answer: { path, status, broke, startedAt, ms, retryAfter }, text: text ?? '' };
}

type Received = { response: IncomingMessage | null; text: string | null; broke: boolean };

/** Null when the connection broke on the way: such an answer was not received. */
async function textOf(response: IncomingMessage): Promise<string | null> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  } catch {
    return null;
  }
}
