import type { ReplayAnswer, Replayed, RoutingSettings } from '@headwater/contract';
import { setImmediate } from 'node:timers/promises';
import { createReplay, tally, type Tally } from '../domain/replay.ts';
import { routingsBetween, type StoredRouting } from '../storage/routings.ts';
import type { Deps } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Epoch milliseconds; the leads routed from `from` until before `to`. */
export type ReplayQuestion = { settings: RoutingSettings; from: number; to: number };

/** Leads that are read and decided before others have their turn. */
const AT_A_TIME = 200;
/** More changes are counted and not listed. */
const MOST_CHANGES = 200;

/**
 * Decides each lead of the period by the settings in force and by the draft, with the facts it was routed by at
 * the time it came. Nothing is stored.
 */
export async function replayRoutes(
  { db }: Pick<Deps, 'db'>,
  { settings, from, to }: ReplayQuestion,
): Promise<ReplayAnswer> {
  const circumstances = {
    people: await settingsValue(db, 'people'),
    calendar: await settingsValue(db, 'calendar'),
  };
  const byPresent = createReplay(await settingsValue(db, 'routing'), circumstances);
  const byDraft = createReplay(settings, circumstances);
  const comparison = createComparison();
  let after: StoredRouting | undefined;
  do {
    const routings = await routingsBetween(db, { from, to, after, limit: AT_A_TIME });
    for (const routing of routings) comparison.add(routing, byPresent(routing), byDraft(routing));
    after = routings.length < AT_A_TIME ? undefined : routings.at(-1);
    await setImmediate();
  } while (after);
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), ...comparison.result() };
}

function createComparison() {
  const rules: Tally<string> = new Map();
  const owners: Tally<string | null> = new Map();
  const channels: Tally<string> = new Map();
  const changes: ReplayAnswer['changes'] = [];
  let leads = 0;
  let changed = 0;
  return {
    add: ({ leadId, at }: StoredRouting, present: Replayed, draft: Replayed): void => {
      leads += 1;
      tally(rules, present.rule, draft.rule);
      tally(owners, present.owner, draft.owner);
      tally(channels, present.channel, draft.channel);
      if (isSame(present, draft)) return;
      changed += 1;
      if (changes.length < MOST_CHANGES)
        changes.push({ leadId, at: new Date(at).toISOString(), present, draft });
    },
    result: (): Omit<ReplayAnswer, 'from' | 'to'> => ({
      leads,
      changed,
      rules: [...rules].map(([rule, counts]) => ({ rule, ...counts })),
      owners: [...owners].map(([owner, counts]) => ({ owner, ...counts })),
      channels: [...channels].map(([channel, counts]) => ({ channel, ...counts })),
      changes,
    }),
  };
}

const isSame = (one: Replayed, other: Replayed): boolean =>
  one.rule === other.rule && one.owner === other.owner && one.channel === other.channel;
