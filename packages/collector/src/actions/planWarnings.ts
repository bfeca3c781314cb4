import type { SettingsName } from '@headwater/contract';
import type { Db } from '../storage/dialect.ts';
import { askCheck } from '../storage/warnings.ts';

const deciding: ReadonlySet<SettingsName> = new Set([
  'warnings',
  'attribution',
  'currencies',
  'diversification',
  'links',
]);

/** Settings by which it is decided what is a warning. */
export const decidesWarnings = (name: SettingsName): boolean => deciding.has(name);

/** Has it looked for warnings now, as part of the transaction that is the reason. */
export const askForCheck = (db: Db, nowMs: number): Promise<void> => askCheck(db, nowMs);
