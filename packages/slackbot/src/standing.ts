import type { Logger } from 'pino';
import type { AppProblem } from './app-problem.ts';
import type { SlackStanding } from './collector-slack.ts';
import { within } from './listeners/context.ts';
import type { RefusedToken } from './refused-token.ts';

/** A bot that ends tells why, and does not wait longer for being heard. */
const HEARD_WITHIN_MS = 3000;
/** The same problem is told to the collector no more often. */
const AGAIN_AFTER_MS = 60_000;

/** Tells the collector how the bot stands with Slack. Never throws, and what is lost is told at the next refusal. */
export function createStanding({ collector, log }: { collector: SlackStanding; log: Logger }) {
  const told = new Map<string, number>();
  const lost = (error: unknown): void => log.warn(error, 'the collector does not know how the bot stands');

  return {
    /** The app may not do something. */
    problem({ error, about }: AppProblem): void {
      const now = performance.now();
      const key = `${error} ${about}`;
      if (now - (told.get(key) ?? -Infinity) < AGAIN_AFTER_MS) return;
      told.set(key, now);
      void collector.reportProblem({ error, about }).catch(lost);
    },
    /** A token is not accepted. Resolves with it when the collector knows, or after a moment. */
    async refused(refusal: RefusedToken): Promise<RefusedToken> {
      const report = collector.reportProblem({ error: refusal.error, about: refusal.setting });
      await within(HEARD_WITHIN_MS, report.catch(lost));
      return refusal;
    },
    /** Slack has let the bot in. Resolves when the collector knows, or after a moment. */
    async letIn(): Promise<void> {
      await within(HEARD_WITHIN_MS, collector.letIn().catch(lost));
    },
  };
}
