import type { Refusal } from '@headwater/contract';
import type { Logger } from 'pino';
import type { Site } from '../storage/sites.ts';

/** Anybody can send any origin: no more than this are remembered. */
const MOST = 50;

/** Which origins were turned away since the start: a website that is not listed loses its leads, and must be noticed. */
export type Refusals = {
  add: (site: Pick<Site, 'key' | 'name'>, origin: string) => void;
  list: () => Refusal[];
};

/** Remembers them, and writes each to the log once. */
export function createRefusals(log: Logger): Refusals {
  const refused = new Map<string, Refusal>();
  return {
    add({ key, name }, origin) {
      const id = `${key} ${origin}`;
      const known = refused.get(id);
      if (known) known.times += 1;
      if (known || refused.size >= MOST) return;
      refused.set(id, { site: key, name, origin, times: 1 });
      log.warn({ site: key, origin }, 'a website was refused: its origin is not one of the site’s');
    },
    list: () => [...refused.values()],
  };
}
