import { createAdaptorServer } from '@hono/node-server';
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A connection on which nothing is asked this long after the stop was asked for is closed, in milliseconds. */
const IDLE_MS = 1_000;
/** Who has not finished asking or reading the answer by then does not. */
const LAST_MS = 5_000;

export type Listening = {
  port: number;
  /** Takes no new connections; resolves when everything that was asked on the open ones is answered. */
  close: () => Promise<void>;
};

/** Answers requests with `fetch`. Rejects when the address cannot be listened on. */
export async function listen(
  fetch: (request: Request, env: unknown) => Response | Promise<Response>,
  { port, host }: { port: number; host: string },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch }) as Server;
  server.listen(port, host);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => closeGently(server) };
}

/**
 * A request may be on its way on a connection that looks idle, and closing it would break that request:
 * so the idle ones have a moment more, in which each answer says that it is the last of its connection.
 */
async function closeGently(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.prependListener('request', (_request, response: ServerResponse) =>
    response.setHeader('Connection', 'close'),
  );
  const isOver = closed.then(() => true);
  // http's own close() would close the idle connections at once
  NetServer.prototype.close.call(server);
  if (await Promise.race([isOver, pause(IDLE_MS, false, { ref: false })])) return;
  server.closeIdleConnections();
  if (await Promise.race([isOver, pause(LAST_MS, false, { ref: false })])) return;
  server.closeAllConnections();
  await closed;
}
