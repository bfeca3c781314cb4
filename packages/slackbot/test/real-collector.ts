import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { pino } from 'pino';
import { startSlack, type Slack } from '../../../test/slack/slack.ts';
import { botKey, startCollector, type TestCollector } from '../../collector/test/setup.ts';
import { createBot } from '../src/app.ts';
import type { Config } from '../src/config.ts';
import type { Mode } from './running.ts';

export type Together = {
  slack: Slack;
  collector: TestCollector;
  /** Every request of the bot waits so long before it is answered. */
  answerAfter: (ms: number) => void;
  /** Every request of the bot is answered 503. */
  away: (isAway: boolean) => void;
  /** What the bot has logged as a warning or worse. */
  logged: () => string[];
  stop: () => Promise<void>;
};

/** Bot and collector as they are, each over HTTP, and a Slack between them and the people. */
export async function startTogether(mode: Mode, channels: string[]): Promise<Together> {
  const slack = await startSlack({ channels });
  const collector = await startCollector();
  let delayMs = 0;
  let isAway = false;
  const fetch = async (request: Request, env: unknown): Promise<Response> => {
    if (delayMs > 0 && !request.url.endsWith('/lease'))
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    return isAway ? new Response('away', { status: 503 }) : collector.app.fetch(request, env);
  };
  const server = createAdaptorServer({ fetch }) as Server;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const access = configFor(mode, slack, (server.address() as AddressInfo).port);
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const bot = createBot({ config: access, log });
  const { port } = await bot.start();
  if (port !== null) slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
  return {
    slack,
    collector,
    answerAfter: (ms) => {
      delayMs = ms;
    },
    away: (next) => {
      isAway = next;
    },
    logged: () => logged,
    stop: async () => {
      await bot.stop();
      await slack.stop();
      server.closeAllConnections();
      server.close();
      await collector.stop();
    },
  };
}

function configFor(mode: Mode, slack: Slack, port: number): Config {
  const { url: apiUrl, botToken, appToken, signingSecret } = slack;
  const access = mode === 'socket' ? { mode, appToken } : { mode, signingSecret, port: 0 };
  return {
    collector: { url: `http://127.0.0.1:${port}`, key: botKey },
    slack: { apiUrl, botToken, ...access },
  };
}
