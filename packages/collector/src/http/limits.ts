import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpProblem } from './errors.ts';

export type Limits = {
  /** 429 when this address asked too often in the last minute. */
  perAddress: (address: string) => Promise<void>;
  /** 429 when this site was asked for too often in the last minute. */
  perSite: (site: string) => Promise<void>;
  /**
   * What `look` finds. 429, whatever it would find, for an address that in the last minute asked for too much
   * that is not there: so nobody tries names until one fits.
   */
  perGuess: <Found>(address: string, look: () => Promise<Found | null>) => Promise<Found | null>;
};

/** Far more than people mistype, far less than it takes to try names. */
const WRONG_GUESSES = 30;

/** Requests per minute; 0 is off. Counted in memory: each process counts for itself. */
export function createLimits({ ip, site }: { ip: number; site: number }): Limits {
  const perAddress = limiterOf(ip);
  const perSite = limiterOf(site);
  const guesses = limiterOf(ip === 0 ? 0 : WRONG_GUESSES);
  return {
    perAddress: (address) => consume(perAddress, networkOf(address)),
    perSite: (key) => consume(perSite, key),
    perGuess: async (address, look) => {
      // counted before, so that a thousand at once do not all come before the first is counted
      await consume(guesses, networkOf(address));
      const found = await look();
      if (found !== null) await guesses?.reward(networkOf(address));
      return found;
    },
  };
}

const limiterOf = (points: number): RateLimiterMemory | null =>
  points === 0 ? null : new RateLimiterMemory({ points, duration: 60 });

async function consume(limiter: RateLimiterMemory | null, key: string): Promise<void> {
  try {
    await limiter?.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = String(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
    throw new HttpProblem(429, 'too many requests in this minute', { headers: { 'Retry-After': seconds } });
  }
}

/** Whoever has one IPv6 address has the 2^64 of its network. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
