import type { SpendNames } from '../domain/spendKey.ts';
import type { Db } from '../storage/dialect.ts';
import { settingsValue } from './settings.ts';

/** By which names costs and impressions may be told: spellings of sources, and channels of people's own rules. */
export async function spendNames(db: Db): Promise<SpendNames> {
  const { aliases } = await settingsValue(db, 'sources');
  const { rules } = await settingsValue(db, 'channels');
  return { aliases, ownChannels: [...new Set(rules.map(({ channel }) => channel))] };
}
