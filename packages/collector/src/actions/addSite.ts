import { randomBytes } from 'node:crypto';
import { insertSite } from '../storage/sites.ts';
import type { Deps } from './deps.ts';
import { isOrigin } from './siteDirectory.ts';

export type NewSite = { key?: string; name: string; origins: string[]; filterBots: boolean };

/**
 * Adds a website; a key that exists is left as it is. Without origins it belongs to the first that reports
 * with its key. Names the first origin that is none.
 */
export async function addSite(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { key = `site_${randomBytes(12).toString('hex')}`, name, origins, filterBots }: NewSite,
): Promise<{ outcome: 'added'; key: string } | { outcome: 'invalid'; origin: string }> {
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong !== undefined) return { outcome: 'invalid', origin: wrong };
  await insertSite(db, { key, name, origins, filterBots }, clock.now());
  return { outcome: 'added', key };
}
