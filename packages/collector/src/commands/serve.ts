import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { serveCollector } from '../main.ts';

/** `serve`: runs until SIGTERM or SIGINT. */
export async function serveCommand(config: Config): Promise<void> {
  // the bot that is started beside it needs a key, and nobody else has to know it
  const botKey = config.botKey ?? `hw_key_${randomBytes(20).toString('hex')}`;
  const serving = await serveCollector({ ...config, botKey });
  process.stdout.write(welcome(config, serving.port));
  await stopSignal();
  await serving.stop();
}

function welcome({ publicUrl, host, slackEnvironment }: Config, port: number): string {
  const slack =
    slackEnvironment === null
      ? 'not connected: alerts wait on the dashboard; docs/slack.md says how to connect it'
      : 'started as a process of its own';
  return `
Headwater listens on http://${host}:${port}

  Dashboard   ${publicUrl}/
  Demo page   ${publicUrl}/demo/?utm_source=LinkedIn%20Ads&utm_medium=cpc&utm_campaign=q1
  New site    npx headwater site add "My site" https://www.example.com
  Slack       ${slack}

`;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
