import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Db } from '../storage/dialect.ts';
import { findKey, insertKey } from '../storage/keys.ts';
import type { Deps } from './deps.ts';

export const roles = ['admin', 'marketing', 'sales', 'viewer', 'bot', 'partner'] as const;
export type Role = (typeof roles)[number];

/** Who asks, by the name of their key. */
export type Caller = { name: string; role: Role };

/** Keys have 160 random bits, so a plain fast hash is enough to keep them secret at rest. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Makes a key and stores its hash. The answer is the only time the key is seen. */
export async function addKey(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  role: Role,
  name: string,
): Promise<string> {
  const key = `hw_key_${randomBytes(20).toString('hex')}`;
  await insertKey(db, { hash: hashKey(key), name, role }, clock.now());
  return key;
}

/** Who has this key; undefined when nobody has. */
export async function identifyCaller(
  ring: { db: Db; adminKey: string | null; botKey: string | null },
  key: string,
): Promise<Caller | undefined> {
  if (key === '') return undefined;
  if (isSame(key, ring.adminKey)) return { name: 'ADMIN_KEY', role: 'admin' };
  if (isSame(key, ring.botKey)) return { name: 'BOT_KEY', role: 'bot' };
  return (await findKey(ring.db, hashKey(key))) as Caller | undefined;
}

function isSame(given: string, expected: string | null): boolean {
  if (expected === null) return false;
  return timingSafeEqual(Buffer.from(hashKey(given)), Buffer.from(hashKey(expected)));
}
