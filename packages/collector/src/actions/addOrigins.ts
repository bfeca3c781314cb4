import type { Db } from '../storage/dialect.ts';
import { listSites, saveOrigins } from '../storage/sites.ts';
import { isOrigin } from './siteDirectory.ts';

type Added =
  | { outcome: 'added'; origins: string[] }
  | { outcome: 'unknown' }
  | { outcome: 'invalid'; origin: string };

/** Lets a site report from further origins; names the first that is none. Servers know them within five seconds. */
export async function addOrigins(db: Db, key: string, origins: readonly string[]): Promise<Added> {
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong !== undefined) return { outcome: 'invalid', origin: wrong };
  return db.transaction().execute(async (trx) => {
    const site = (await listSites(trx)).find((one) => one.key === key);
    if (!site) return { outcome: 'unknown' };
    const all = [...new Set([...site.origins, ...origins])];
    await saveOrigins(trx, key, all);
    return { outcome: 'added', origins: all };
  });
}
