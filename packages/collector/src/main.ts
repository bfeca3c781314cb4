import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { pino, type Logger } from 'pino';
import { createApp, type AppParts, type Collector } from './app.ts';
import { systemClock, testClock } from './clock.ts';
import { ConfigError, type Config } from './config.ts';
import { listen, type Listening } from './listen.ts';
import { loggedError } from './loggedError.ts';
import { readScripts } from './scripts.ts';
import { migrate } from './storage/migrate.ts';
import { openDatabase } from './storage/open.ts';
import type { Db } from './storage/dialect.ts';
import { superviseSlackbot, type Supervised } from './supervise.ts';

const pagesFolder = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

export type Serving = {
  /** The port it listens on, also when the configuration left the choice to the system. */
  port: number;
  stop: () => Promise<void>;
};

/** Opens the database, listens, and starts the Slack bot where one is configured. */
export async function serveCollector(config: Config): Promise<Serving> {
  // V8 would let the heap of a busy collector grow fourfold before it looks what of it is still needed
  setFlagsFromString('--heap-growing-percent=100');
  const scripts = readScripts();
  const log = pino({ level: config.logLevel, serializers: { err: loggedError } });
  await migrate(config.databaseUrl);
  const db = openDatabase(config.databaseUrl, {
    onError: (error) => log.warn({ err: error }, 'a database connection broke'),
  });
  const collector = assemble(config, { db, log, scripts });
  const listening = await listen(collector.app.fetch, config).catch((error: Error) => {
    throw new ConfigError(`PORT: ${error.message}`);
  });
  const { port } = listening;
  await collector.start();
  const slackbot = startSlackbot({ ...config, port }, log);
  return { port, stop: () => stop({ collector, listening, db, slackbot, log }) };
}

function assemble(config: Config, parts: Pick<AppParts, 'db' | 'log' | 'scripts'>): Collector {
  const movable = config.hasTestClock ? testClock() : null;
  return createApp({
    ...config,
    ...parts,
    clock: movable ?? systemClock,
    testClock: movable,
    pages: pagesFolder,
  });
}

function startSlackbot(config: Config, log: Logger): Supervised | null {
  if (config.slackEnvironment === null || config.botKey === null) return null;
  const environment = { ...config.slackEnvironment };
  environment['COLLECTOR_URL'] ??= `http://127.0.0.1:${config.port}`;
  environment['COLLECTOR_KEY'] ??= config.botKey;
  return superviseSlackbot(environment, log);
}

type Parts = { collector: Collector; listening: Listening; db: Db; slackbot: Supervised | null; log: Logger };

/** The bot first, while it can still say what it has done; then no new connections, and the last answers. */
async function stop({ collector, listening, db, slackbot, log }: Parts): Promise<void> {
  log.info('stopping');
  await slackbot?.stop();
  await Promise.all([listening.close(), collector.stop()]);
  await db.destroy();
}
