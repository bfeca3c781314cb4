import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { pino } from 'pino';
import { botKey, startCollector, type TestCollector } from '../../collector/test/setup.ts';
import { startSlack, type Slack } from '../../../test/slack/slack.ts';
import { createBot } from '../src/app.ts';
import type { Mode } from './running.ts';

export type WithCollector = {
  slack: Slack;
  collector: TestCollector;
  /** Every request waits so long before it is answered. */
  answerAfter: (ms: number) => void;
  /** Requests are answered with 503 as long as this is true. */
  isAway: (away: boolean) => void;
  stop: () => Promise<void>;
};

/** A bot between a Slack and a collector as it is, whose clock stands still until it is moved. */
export async function startWithCollector(mode: Mode, people: string[]): Promise<WithCollector> {
  const slack = await startSlack({ channels: ['#sales', '#leads'], people });
  const collector = await startCollector();
  let delayMs = 0;
  let away = false;
  const server = createAdaptorServer({
    fetch: async (request, env) => {
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      return away ? new Response('{}', { status: 503 }) : collector.app.fetch(request, env);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const { url: apiUrl, botToken, appToken, signingSecret } = slack;
  const access = mode === 'socket' ? { mode, appToken } : { mode, signingSecret, port: 0 };
  const config = { collector: { url, key: botKey }, slack: { apiUrl, botToken, ...access } };
  const bot = createBot({ config, log: pino({ level: 'silent' }) });
  const { port } = await bot.start();
  if (port !== null) slack.sendTo(`http://127.0.0.1:${port}/slack/events`);

  return {
    slack,
    collector,
    answerAfter: (ms) => {
      delayMs = ms;
    },
    isAway: (next) => {
      away = next;
    },
    async stop() {
      delayMs = 0;
      slack.recover();
      await bot.stop();
      await slack.stop();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await collector.stop();
    },
  };
}
