import { readFile } from 'node:fs/promises';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { fixturePage, type Filling } from './fixturePages.ts';
import type { Weather } from './weather.ts';

const tls = (file: string) => readFile(new URL(`../fixtures/tls/${file}`, import.meta.url));

/** A request that came to a collector, and what became of it: 0 while it has no answer or when that was lost. */
export type Arrival = {
  at: number;
  host: string;
  path: string;
  body: string;
  /** Of the page that sent it: `null` where it may not be told. */
  origin: string;
  cookie: string;
  /** What the answer gave the browser to keep. */
  setCookie: string;
  status: number;
};

/** What the whole web knows at one moment. */
export type Sky = Omit<Filling, 'scheme'> & {
  weather: Weather;
  arrivals: Arrival[];
  faults: string[];
  /** Pages that were asked for, each with the purpose that the browser gave: empty for a visit. */
  pages: { path: string; query: string; purpose: string }[];
};

/**
 * All websites there are, behind one proxy: fixture pages under any name that ends in `.test`, and collectors
 * under names that begin with `leads.`. Any other name does not exist, so that no browser reaches further.
 */
export async function openWeb(
  sky: () => Sky,
  collectorPort: number,
): Promise<{ proxyPort: number; cut: () => void; stop: () => Promise<void> }> {
  const answer = (incoming: IncomingMessage, response: ServerResponse): void =>
    void answerRequest(sky(), collectorPort, incoming, response);
  const secure = createSecureServer({ key: await tls('key.pem'), cert: await tls('cert.pem') }, answer);
  const securePort = await listen(secure);
  const proxy = createServer(answer);
  proxy.on('connect', (incoming: IncomingMessage, socket: Duplex) => {
    if (sky().weather.isCut || !incoming.url?.endsWith('.test:443')) socket.destroy();
    else tunnel(socket, securePort);
  });
  const sockets = new Set<Socket>();
  for (const server of [proxy, secure]) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
  }
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  const stop = async (): Promise<void> => {
    cut();
    await Promise.all([proxy, secure].map((server) => new Promise((resolve) => server.close(resolve))));
  };
  return { proxyPort: await listen(proxy), cut, stop };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function tunnel(socket: Duplex, port: number): void {
  const inner = connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.pipe(inner).pipe(socket);
  });
  for (const [end, other] of [[socket, inner] as const, [inner, socket] as const]) {
    end.on('error', () => other.destroy());
    end.on('close', () => other.destroy());
  }
}

async function answerRequest(
  sky: Sky,
  collectorPort: number,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const scheme = incoming.socket instanceof TLSSocket ? 'https' : 'http';
  const { host = '' } = incoming.headers;
  // through the proxy a request names its whole address, inside the tunnel only the path
  const { pathname, search } = new URL(incoming.url ?? '/', `${scheme}://${host}`);
  const body = await readBody(incoming);
  if (sky.weather.isCut || !host.endsWith('.test')) return void response.destroy();
  if (host.startsWith('leads.')) {
    const { cookie = '', origin = '' } = incoming.headers;
    const path = pathname + search;
    const arrival = { at: Date.now(), host, path, body, origin, cookie, setCookie: '', status: 0 };
    if (incoming.method === 'POST') sky.arrivals.push(arrival);
    return passOn({ incoming, response, arrival, weather: sky.weather, collectorPort });
  }
  if (pathname === '/faults') sky.faults.push(body);
  else
    sky.pages.push({ path: pathname, query: search, purpose: String(incoming.headers['sec-purpose'] ?? '') });
  const page = await fixturePage(pathname, { ...sky, scheme });
  const headers = { 'Content-Type': 'text/html; charset=utf-8', ...page?.headers };
  response.writeHead(page ? 200 : 204, headers).end(page?.html);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

type Passing = {
  incoming: IncomingMessage;
  response: ServerResponse;
  arrival: Arrival;
  weather: Weather;
  collectorPort: number;
};

/** To the real collector and back, unless the weather is against it. */
function passOn({ incoming, response, arrival, weather, collectorPort }: Passing): void {
  const { method, headers } = incoming;
  const refusal = method === 'POST' ? weather.refusals.shift() : undefined;
  if (refusal) {
    arrival.status = refusal.status;
    const wait = refusal.retryAfterSeconds;
    response.writeHead(refusal.status, {
      'Access-Control-Allow-Origin': headers.origin ?? '*',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'Retry-After',
      ...(wait === undefined ? {} : { 'Retry-After': String(wait) }),
    });
    return void response.end();
  }
  const isLost = method === 'POST' && weather.answersToLose-- > 0;
  const isHeld = method === 'POST' && weather.answersToHold-- > 0;
  const outgoing = ask({ port: collectorPort, host: '127.0.0.1', method, path: arrival.path, headers });
  outgoing.on('error', () => response.destroy());
  outgoing.on('response', (answer) => {
    const { statusCode = 502 } = answer;
    if (isLost) {
      answer.resume();
      return void response.destroy();
    }
    if (isHeld) return void answer.resume();
    arrival.status = statusCode;
    arrival.setCookie = String(answer.headers['set-cookie'] ?? '');
    response.writeHead(statusCode, answer.headers);
    answer.pipe(response);
  });
  outgoing.end(arrival.body);
}
