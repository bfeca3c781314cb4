import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** What the collector is measured against: the same libraries, the body parsed, an answer, and nothing else. */
const app = new Hono().post('/v1/collect', async (c) => {
  const { events } = await c.req.json<{ events: unknown[] }>();
  return c.json({ accepted: events.length, duplicates: 0, filtered: 0, rejected: [] }, 202);
});

const port = Number(process.env['PORT']);
const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () =>
  process.stdout.write(`bare Hono listens on ${port}\n`),
);
process.once('SIGTERM', () => server.close());
