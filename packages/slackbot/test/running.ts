import { pino } from 'pino';
import { startSlack, type Slack, type SlackOptions } from '../../../test/slack/slack.ts';
import { createBot, type Bot } from '../src/app.ts';
import type { Config } from '../src/config.ts';
import { startCollectorStandIn, type CollectorStandIn, type Report } from './collector-stand-in.ts';

export type Mode = 'socket' | 'http';

/** A Slack and a collector to test the bot between, and the bots started for a test. */
export type Running = {
  slack: Slack;
  collector: CollectorStandIn;
  startBot: (mode: Mode) => Promise<Bot>;
  done: () => Report[];
  failed: () => Report[];
  stop: () => Promise<void>;
};

export async function startRunning(options: SlackOptions = {}): Promise<Running> {
  const slack = await startSlack(options);
  const collector = await startCollectorStandIn();
  const bots: Bot[] = [];

  return {
    slack,
    collector,
    async startBot(mode) {
      const bot = createBot({ config: configFor(mode, slack, collector), log: pino({ level: 'silent' }) });
      bots.push(bot);
      const { port } = await bot.start();
      if (port !== null) slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
      return bot;
    },
    done: () => collector.reports.filter((report) => report.what === 'done'),
    failed: () => collector.reports.filter((report) => report.what === 'failed'),
    async stop() {
      slack.recover();
      collector.answerAfter(0);
      collector.answerWith(null);
      await Promise.all(bots.map((bot) => bot.stop()));
      await Promise.all([slack.stop(), collector.stop()]);
    },
  };
}

function configFor(mode: Mode, slack: Slack, { url, key }: CollectorStandIn): Config {
  const { url: apiUrl, botToken, appToken, signingSecret } = slack;
  const access = mode === 'socket' ? { mode, appToken } : { mode, signingSecret, port: 0 };
  return { collector: { url, key }, slack: { apiUrl, botToken, ...access } };
}
