import { App } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { appProblemIn } from './app-problem.ts';
import { createCollectorClient } from './collector-client.ts';
import type { Config, SlackConfig } from './config.ts';
import { Courier } from './deliver/courier.ts';
import { listenToEverything } from './listeners/listen.ts';
import { boltLogger } from './log.ts';
import { createHttpReceiver, type HttpReceiver } from './receiver.ts';
import { refusedToken, RefusedToken } from './refused-token.ts';
import { slackClientOptions } from './slack-client.ts';
import { createStanding } from './standing.ts';
import { SocketReceiver } from './socket.ts';

export type Bot = {
  /** Resolves when Slack can reach the bot; `port` is where, null over Socket Mode. Throws a RefusedToken. */
  start: () => Promise<{ port: number | null }>;
  /** Takes nothing new, finishes what is in flight, gives the rest back to the collector. */
  stop: () => Promise<void>;
  /** Resolves when Slack does not accept a token any more. What is owed stays with the collector. */
  refused: Promise<RefusedToken>;
};

/** The bot as a whole: what Slack tells it goes to the collector, what the collector owes goes to Slack. */
export function createBot({ config, log }: { config: Config; log: Logger }): Bot {
  const clientOptions = slackClientOptions(config.slack.apiUrl, boltLogger(log));
  const collector = createCollectorClient(config.collector);
  const slack = new WebClient(config.slack.botToken, clientOptions);
  const { promise: refused, resolve: onRefused } = Promise.withResolvers<RefusedToken>();
  const receiver = receiverFor(config.slack, clientOptions, log, onRefused);
  const app = new App({
    receiver,
    // Bolt's own way asks auth.test first, and keeps its failure for good when Slack is away at that moment.
    authorize: async () => ({ botToken: config.slack.botToken }),
    ignoreSelf: false,
    convoStore: false,
    logger: boltLogger(log),
    clientOptions,
  });
  const standing = createStanding({ collector, log });
  app.error(async (error) => {
    log.error({ code: error.code, reason: error.message }, 'a listener failed');
    const problem = appProblemIn(error);
    if (problem) standing.problem(problem);
  });

  const atWork = countWork(app);
  const context = { collector, slack, log };
  listenToEverything(app, context);

  async function letIn(): Promise<void> {
    if (await checkBotToken(slack)) await standing.letIn();
    courier.start();
    await receiver.start();
  }

  // one refusal may be a slip of Slack's: it counts when Slack says so to the question itself
  const askAgain = (): void => void checkBotToken(slack).catch(onRefused);
  const courier = new Courier({
    ...context,
    onRefused: askAgain,
    onProblem: (problem) => standing.problem(problem),
  });
  return {
    refused: refused.then((refusal) => standing.refused(refusal)),
    async start() {
      await letIn().catch(async (error: unknown) => {
        if (error instanceof RefusedToken) await standing.refused(error);
        throw error;
      });
      return { port: 'port' in receiver ? receiver.port() : null };
    },
    async stop() {
      await Promise.all([receiver.stop(), courier.stop()]);
      await Promise.allSettled(atWork);
    },
  };
}

/** What the listeners are doing at present. */
function countWork(app: App): Set<Promise<void>> {
  const atWork = new Set<Promise<void>>();
  app.use(async ({ next }) => {
    const work = next().finally(() => atWork.delete(work));
    atWork.add(work);
    await work;
  });
  return atWork;
}

/** Throws a RefusedToken. False where Slack cannot be reached, which is no reason not to start. */
async function checkBotToken(slack: WebClient): Promise<boolean> {
  return slack.auth.test().then(
    () => true,
    (error: unknown) => {
      const refused = refusedToken('SLACK_BOT_TOKEN', error);
      if (refused) throw refused;
      return false;
    },
  );
}

function receiverFor(
  config: SlackConfig,
  clientOptions: WebClientOptions,
  log: Logger,
  onRefused: (error: RefusedToken) => void,
): HttpReceiver | SocketReceiver {
  const logger = boltLogger(log);
  return config.mode === 'http'
    ? createHttpReceiver({ ...config, logger })
    : new SocketReceiver({ ...config, clientOptions, logger, onRefused });
}
