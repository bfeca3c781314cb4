import type { RoutingSettings } from '@headwater/contract';
import { isManager } from '../domain/team.ts';
import type { Deps } from './deps.ts';
import { reviseSettings, type Revision } from './reviseSettings.ts';
import { readSettings } from './settings.ts';

/** `isTrusted`: with a key that may change settings. */
export type PoolChange = { name: string; members: readonly string[]; by: string; isTrusted: boolean };

/** Puts exactly these people into a pool, in this order; what is known of those who stay is kept. */
export async function changePool(
  deps: Deps,
  { name, members, by, isTrusted }: PoolChange,
): Promise<Revision | { outcome: 'not_allowed' } | { outcome: 'unknown' }> {
  const { value: people } = await readSettings(deps.db, 'people');
  if (!isTrusted && !isManager(people, by)) return { outcome: 'not_allowed' };
  const { value: routing } = await readSettings(deps.db, 'routing');
  if (!routing.pools.some((pool) => pool.name === name)) return { outcome: 'unknown' };
  return reviseSettings(deps, { name: 'routing', changedBy: by }, (present) => ({
    ...present,
    pools: present.pools.map((pool) => (pool.name === name ? withMembers(pool, members) : pool)),
  }));
}

type Pool = RoutingSettings['pools'][number];

function withMembers(pool: Pool, members: readonly string[]): Pool {
  const known = new Map(pool.members.map((member) => [member.slackUser, member]));
  return { ...pool, members: [...new Set(members)].map((id) => known.get(id) ?? { slackUser: id }) };
}
