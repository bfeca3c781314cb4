import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Envelope, Receipt } from './deliveries.ts';

/** How long Slack waits for an acknowledgement before it shows an error. */
export const ACK_WITHIN_MS = 3000;

export type Sockets = {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  send: (envelope: Envelope, retry: number) => Promise<Receipt>;
  connected: () => number;
  /** Ends every connection: with Slack's `disconnect` message first, or as if the cable was cut. */
  cut: (how?: 'refresh' | 'cable') => void;
  close: () => void;
};

/** The server side of Socket Mode. Envelopes go to one of the connections, in turn. */
export function createSockets(): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const waiting = new Map<string, (payload: unknown) => void>();
  const retired = new WeakSet<WebSocket>();
  let turn = 0;

  server.on('connection', (socket: WebSocket) => {
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const { envelope_id: id, payload } = JSON.parse((data as Buffer).toString()) as {
        envelope_id: string;
        payload: unknown;
      };
      waiting.get(id)?.(payload);
    });
    socket.send(JSON.stringify({ type: 'hello', num_connections: server.clients.size }));
  });

  function next(): WebSocket | undefined {
    const open = [...server.clients].filter(
      (client) => client.readyState === client.OPEN && !retired.has(client),
    );
    turn += 1;
    return open[turn % open.length];
  }

  return {
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request)),
    send(envelope, retry) {
      const socket = next();
      if (!socket) return Promise.resolve({ acked: false, status: null, body: null, afterMs: 0 });
      const id = randomUUID();
      const sentAt = performance.now();
      return new Promise((resolve) => {
        const settle = (acked: boolean, body: unknown): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve({ acked, status: null, body, afterMs: performance.now() - sentAt });
        };
        const timer = setTimeout(() => settle(false, null), ACK_WITHIN_MS);
        waiting.set(id, (payload) => settle(true, payload));
        socket.send(JSON.stringify(toWire(id, envelope, retry)));
      });
    },
    connected: () => server.clients.size,
    cut(how = 'cable') {
      for (const client of server.clients) {
        retired.add(client);
        if (how === 'cable') client.terminate();
        else client.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
      }
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function toWire(id: string, envelope: Envelope, retry: number): Record<string, unknown> {
  return {
    envelope_id: id,
    type: envelope.type,
    payload: envelope.payload,
    accepts_response_payload: envelope.type !== 'events_api',
    retry_attempt: retry,
    retry_reason: retry > 0 ? 'timeout' : '',
  };
}
