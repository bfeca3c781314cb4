import type { Db } from '../storage/dialect.ts';
import { isSiteHeard } from '../storage/siteSilence.ts';
import { listSites, type Site } from '../storage/sites.ts';

/** Every site, and whether it reported before that moment, epoch milliseconds, and no touch since. */
export async function silentSites(db: Db, sinceMs: number): Promise<(Site & { silent: boolean })[]> {
  const sites: (Site & { silent: boolean })[] = [];
  for (const site of await listSites(db)) {
    const usedToReport = site.firstHitAt !== null && site.firstHitAt <= sinceMs;
    sites.push({ ...site, silent: usedToReport && !(await isSiteHeard(db, site.key, sinceMs)) });
  }
  return sites;
}
