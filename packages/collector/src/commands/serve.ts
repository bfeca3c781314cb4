import { randomBytes } from 'node:crypto';
import { readStatus } from '../actions/readStatus.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { serveCollector } from '../main.ts';
import { pinnedAttributes } from '../scripts.ts';
import { DEMO_SITE } from './init.ts';
import { withDatabase } from './withDatabase.ts';

/** `serve`: runs until SIGTERM or SIGINT. */
export async function serveCommand(config: Config): Promise<void> {
  // the bot that is started beside it needs a key, and nobody else has to know it
  const botKey = config.botKey ?? `hw_key_${randomBytes(20).toString('hex')}`;
  const serving = await serveCollector({ ...config, botKey });
  process.stdout.write(welcome(config, serving.port, await tagToPaste(config)));
  await stopSignal();
  await serving.stop();
}

/** The tag of a website that has not reported yet, with its name; null when all have. */
async function tagToPaste(config: Config): Promise<string | null> {
  const { publicUrl } = config;
  const { sites } = await withDatabase(config, (db) =>
    readStatus({ db, clock: systemClock, publicUrl }, { slackSeenAt: null, refused: [] }),
  );
  const site = sites.find(({ key, firstHitAt }) => key !== DEMO_SITE && firstHitAt === null);
  return site ? `${site.scriptTag}  (${site.name})` : null;
}

function welcome({ publicUrl, host, slackEnvironment }: Config, port: number, tag: string | null): string {
  const slack =
    slackEnvironment === null
      ? 'not connected: alerts wait on the dashboard; docs/slack.md says how to connect it'
      : 'started as a process of its own';
  return `
Headwater listens on http://${host}:${port}

  Dashboard   ${publicUrl}/
  Demo page   ${publicUrl}/demo/?utm_source=LinkedIn%20Ads&utm_medium=cpc&utm_campaign=q1
  Script tag  ${tag ?? 'npx headwater site add "My site" https://www.example.com'}
  Pinned      ${pinnedAttributes(publicUrl)}  (instead of its src, for Subresource Integrity)
  Slack       ${slack}

`;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
