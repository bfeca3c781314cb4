import { SocketModeReceiver, type App, type Logger, type Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { Backoff, pause } from './pause.ts';
import { refusedToken, type RefusedToken } from './refused-token.ts';

/** A connection that says nothing for so long after being opened is given up. */
const HELLO_WITHIN_MS = 10_000;
const GOODBYE_WITHIN_MS = 2000;
/** Slack may refuse a good token for a moment; so many times one after the other, over six seconds, it means it. */
const REFUSALS_BELIEVED = 5;

/**
 * Socket Mode with a reconnection of our own. The SDK's waits 5 s before each, which is a gap at every
 * refresh, and ends in an unhandled rejection when Slack is away or answers `invalid_auth` at that
 * moment. This one connects again at once, then after growing pauses up to 5 s, until it is stopped or
 * Slack has refused the token several times: then `onRefused` is called, once.
 */
export class SocketReceiver implements Receiver {
  readonly #receiver: SocketModeReceiver;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  readonly #onRefused: (error: RefusedToken) => void;
  #isConnecting = false;

  constructor(options: {
    appToken: string;
    clientOptions: WebClientOptions;
    logger: Logger;
    onRefused: (error: RefusedToken) => void;
  }) {
    const { appToken, logger, clientOptions } = options;
    const installerOptions = { clientOptions };
    this.#logger = logger;
    this.#onRefused = options.onRefused;
    this.#receiver = new SocketModeReceiver({
      appToken,
      logger,
      installerOptions,
      autoReconnectEnabled: false,
    });
    this.#receiver.client.on('disconnected', () => {
      if (!this.#isConnecting) void this.#keepTrying();
    });
  }

  init(app: App): void {
    this.#receiver.init(app);
  }

  /** Resolves when Slack has said hello, however often it takes. Throws only when the token is refused. */
  async start(): Promise<void> {
    await this.#keepTrying({ isFirst: true });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const goodbye = pause(GOODBYE_WITHIN_MS, new AbortController().signal);
    await Promise.race([this.#receiver.client.disconnect(), goodbye]);
  }

  async #keepTrying({ isFirst = false } = {}): Promise<void> {
    const backoff = new Backoff({ firstMs: 200, longestMs: 5000 });
    let refusals = 0;
    this.#isConnecting = true;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#connect();
        break;
      } catch (error) {
        const refused = refusedToken('SLACK_APP_TOKEN', error);
        if (refused && isFirst) throw refused;
        refusals = refused ? refusals + 1 : 0;
        if (refused && refusals === REFUSALS_BELIEVED) this.#onRefused(refused);
        this.#logger.warn('no socket to Slack:', error);
        await pause(backoff.next(), this.#stopping.signal);
      }
    }
    this.#isConnecting = false;
  }

  async #connect(): Promise<void> {
    const { client } = this.#receiver;
    const impatience = setTimeout(() => void client.disconnect(), HELLO_WITHIN_MS);
    try {
      await client.start();
    } finally {
      clearTimeout(impatience);
    }
    if (this.#stopping.signal.aborted) void client.disconnect();
  }
}
