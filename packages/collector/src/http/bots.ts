import { isbot } from 'isbot';

/** User agents remembered; browsers share few, and the check costs more than the look-up. */
const MOST_REMEMBERED = 5_000;

/** Tells whether a user agent is a bot's. No user agent at all is one. */
export function createBotDetector(): (userAgent: string | undefined) => boolean {
  const known = new Map<string, boolean>();
  return (userAgent = '') => {
    const remembered = known.get(userAgent);
    if (remembered !== undefined) return remembered;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const verdict = userAgent === '' || isbot(userAgent);
    known.set(userAgent, verdict);
    return verdict;
  };
}
