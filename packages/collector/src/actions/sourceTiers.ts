import { spendKey } from '../domain/spendKey.ts';
import type { Tiers } from '../domain/reports/portfolio.ts';
import type { Db } from '../storage/dialect.ts';
import { settingsValue } from './settings.ts';
import { spendNames } from './spendNames.ts';

/** The tier of each source by the name under which reports know it, and by what it is measured. */
export async function sourceTiers(db: Db): Promise<{ tiers: Tiers; measure: 'spend' | 'leads' }> {
  const { tiers, measure } = await settingsValue(db, 'diversification');
  const names = await spendNames(db);
  const named = Object.entries(tiers).map(([name, tier]) => {
    const found = spendKey('source', name, names);
    return ['key' in found ? found.key : name, tier] as const;
  });
  return { tiers: Object.fromEntries(named), measure };
}
