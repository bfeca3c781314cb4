/** Calls a minute and the burst tolerated before Slack answers 429. https://docs.slack.dev/apis/web-api/rate-limits */
const perMinute: Record<string, number> = {
  'chat.update': 50,
  'chat.unfurl': 50,
  'chat.postEphemeral': 100,
  'conversations.open': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.list': 20,
  'views.open': 100,
  'views.update': 100,
  'views.publish': 100,
  'users.info': 100,
};

/** Short bursts over one message a second are tolerated. */
const MESSAGE_BURST = 4;

export type Rates = { spend: (method: string, channel: string | null) => number | null };

/** Counts calls as leaking buckets; `spend` answers null, or after how many seconds to come again. */
export function createRates(now: () => number = () => performance.now()): Rates {
  const buckets = new Map<string, { level: number; at: number }>();

  function pour(key: string, capacity: number, leakPerSecond: number): number | null {
    const bucket = buckets.get(key) ?? { level: 0, at: now() };
    const level = Math.max(0, bucket.level - ((now() - bucket.at) / 1000) * leakPerSecond);
    if (level + 1 > capacity) return Math.max(1, Math.ceil((level + 1 - capacity) / leakPerSecond));
    buckets.set(key, { level: level + 1, at: now() });
    return null;
  }

  return {
    spend(method, channel) {
      if (method === 'chat.postMessage') return pour(`post ${channel}`, MESSAGE_BURST, 1);
      const limit = perMinute[method];
      return limit === undefined ? null : pour(method, limit, limit / 60);
    },
  };
}
