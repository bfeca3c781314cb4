import { addSite } from '../actions/addSite.ts';
import { addKey } from '../actions/keys.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { countKeys } from '../storage/keys.ts';
import { listSites, saveOrigins } from '../storage/sites.ts';
import { withDatabase } from './withDatabase.ts';

/** The site of the demo page; it takes bots, so that it can be tried with any browser. */
export const DEMO_SITE = 'demo';

/** `init`: creates what a first start needs. Run again, it only tells the demo page's address if that changed. */
export async function initCommand(config: Config): Promise<void> {
  await withDatabase(config, async (db) => {
    const deps = { db, clock: systemClock };
    const isFirst = (await listSites(db)).length === 0;
    await addSite(deps, { key: DEMO_SITE, name: 'Demo', origins: [], filterBots: false });
    await saveOrigins(db, DEMO_SITE, demoOrigins(config));
    if (isFirst) await addSite(deps, { name: 'My website', origins: [], filterBots: true });
    if (config.adminKey !== null || (await countKeys(db)) > 0) return;
    const key = await addKey(deps, 'admin', 'first admin');
    process.stdout.write(`Admin key, shown this once: ${key}\n`);
  });
}

function demoOrigins({ port, publicUrl }: Config): string[] {
  return [...new Set([new URL(publicUrl).origin, `http://localhost:${port}`, `http://127.0.0.1:${port}`])];
}
