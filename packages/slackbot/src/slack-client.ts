import type { Logger } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';

/** Slack answers within a second or two; after this the outcome of a call is unknown. */
const ANSWER_WITHIN_MS = 8000;

/**
 * Options for every Slack client here. The SDK's own retries are off: they would last half an hour and
 * pause all channels for one, while the collector's deliveries are retried by themselves.
 */
export function slackClientOptions(apiUrl: string, logger: Logger): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: ANSWER_WITHIN_MS,
    logger,
  };
}
