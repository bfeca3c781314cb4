import { spamHosts } from './data/spam-hosts.ts';
import { parentsOf } from './naming-fold.ts';
import { hostOf } from './url.ts';

const spam = new Set(spamHosts.split('\n'));

/** True for a referrer whose host, or one above it, is known to invent visits. */
export function isSpamHost(referrer: string | null | undefined): boolean {
  const host = hostOf(referrer ?? '');
  return host !== null && (spam.has(host) || parentsOf(host).some((parent) => spam.has(parent)));
}
