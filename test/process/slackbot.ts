import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Slack } from '../slack/slack.ts';
import { compiled, type Serving } from './collector.ts';

const main = fileURLToPath(new URL('../../packages/slackbot/src/main.ts', import.meta.url));
export const botKey = 'hw_key_process_tests_bot1';

/** `url` is where Slack calls it; null over Socket Mode. */
export type BotProcess = { url: string | null; end: (signal: NodeJS.Signals) => Promise<void> };

/** Starts the Slack bot as a process of its own, between a collector and a Slack; resolves when Slack reaches it. */
export async function startBot(
  slack: Slack,
  { url }: Pick<Serving, 'url'>,
  mode: 'socket' | 'http' = 'socket',
): Promise<BotProcess> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: compiled,
    COLLECTOR_URL: url,
    COLLECTOR_KEY: botKey,
    SLACK_MODE: mode,
    SLACK_PORT: '0',
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
  };
  const child = spawn(process.execPath, [main], { env });
  const exited = once(child, 'exit');
  let output = '';
  const ready = new Promise<number | null>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += String(chunk);
        const [, port] = /"port":(\d+|null)/.exec(output) ?? [];
        if (port !== undefined) resolve(port === 'null' ? null : Number(port));
      });
    }
  });
  const died = exited.then(() => Promise.reject(new Error(`the bot ended: ${output}`)));
  const port = await Promise.race([ready, died]);
  died.catch(() => {});
  const calledAt = port === null ? null : `http://127.0.0.1:${port}/slack/events`;
  if (calledAt !== null) slack.sendTo(calledAt);
  return {
    url: calledAt,
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
