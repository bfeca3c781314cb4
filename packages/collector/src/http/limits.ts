import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpProblem } from './errors.ts';

export type Limits = {
  /** 429 when this address asked too often in the last minute. */
  perAddress: (address: string) => Promise<void>;
  /** 429 when this site was asked for too often in the last minute. */
  perSite: (site: string) => Promise<void>;
};

/** Requests per minute; 0 is off. Counted in memory: each process counts for itself. */
export function createLimits({ ip, site }: { ip: number; site: number }): Limits {
  return { perAddress: limit(ip), perSite: limit(site) };
}

function limit(points: number): (key: string) => Promise<void> {
  if (points === 0) return async () => {};
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = String(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
      throw new HttpProblem(429, 'too many requests in this minute', { headers: { 'Retry-After': seconds } });
    }
  };
}
