import { pino } from 'pino';
import { createBot } from './app.ts';
import { readConfig } from './config.ts';
import { RefusedToken } from './refused-token.ts';

const read = readConfig();
if (read.outcome === 'wrong') {
  process.stderr.write(`${read.problem}\n`);
  process.exit(1);
}

const log = pino({ name: 'slackbot' });

// Whatever failed unseen, a process started anew is sound: deliveries and decisions are kept by the collector.
process.on('unhandledRejection', (error) => {
  log.fatal(error, 'unhandled rejection');
  process.exit(1);
});

const bot = createBot({ config: read.config, log });
const { mode } = read.config.slack;

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await bot.stop();
  log.info('stopped');
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
// Where a supervisor started this process with a channel to itself, the bot does not outlive it.
process.on('disconnect', () => void stop());

// Ends with the line of a start that fails, so that whoever supervises sees both alike.
void bot.refused.then(async ({ message }) => {
  process.stderr.write(`${message}\n`);
  await bot.stop();
  process.exit(1);
});

try {
  const { port } = await bot.start();
  log.info({ mode, port }, 'Slack can reach the bot');
} catch (error) {
  if (!(error instanceof RefusedToken)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
