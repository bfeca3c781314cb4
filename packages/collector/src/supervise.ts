import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';

const slackbotMain = fileURLToPath(new URL('../../slackbot/src/main.ts', import.meta.url));

/** Pauses between starts, so that a wrong token does not start a process a second. */
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A process that lived this long was well: the next pause is short again. */
const WELL_AFTER_MS = 60_000;

export type Supervised = { stop: () => Promise<void> };

/**
 * Runs the Slack bot as a process of its own and starts it again when it ends. Apart from the collector,
 * because Socket Mode can take its process down when a reconnect is refused.
 */
export function superviseSlackbot(environment: Record<string, string>, log: Logger): Supervised {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let pauseMs = SHORTEST_PAUSE_MS;

  const start = (): void => {
    const startedAt = performance.now();
    child = spawn(process.execPath, [slackbotMain], {
      env: environment,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    // unheard, an error would end the collector; `close` follows it as it follows an exit
    child.once('error', (error) => log.error({ err: error }, 'the Slack bot could not be started'));
    child.once('close', (code, signal) => {
      child = undefined;
      if (isStopping) return;
      pauseMs =
        performance.now() - startedAt > WELL_AFTER_MS
          ? SHORTEST_PAUSE_MS
          : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      log.error({ code, signal, pauseMs }, 'the Slack bot ended and will be started again');
      timer = setTimeout(start, pauseMs);
    });
  };

  const stop = async (): Promise<void> => {
    isStopping = true;
    clearTimeout(timer);
    const running = child;
    if (!running) return;
    const ended = new Promise((resolve) => running.once('close', resolve));
    running.kill('SIGTERM');
    await ended;
  };

  start();
  return { stop };
}
