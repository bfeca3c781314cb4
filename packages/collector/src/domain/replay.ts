import type {
  CalendarSettings,
  PeopleSettings,
  Replayed,
  RoutingFacts,
  RoutingSettings,
} from '@headwater/contract';
import { nextDigestAt } from './calendar.ts';
import { routeLead } from './routing.ts';
import { staffAt } from './staff.ts';

/** The team and its hours, as both sides of a comparison have them. */
export type Circumstances = { people: PeopleSettings; calendar: CalendarSettings };

/** What was decided about a lead, and what by; `at` in epoch milliseconds. */
export type Routed = { at: number; facts: RoutingFacts };

/**
 * Decides leads one after the other under these settings, beginning with turns and loads at nothing, so that
 * the same leads give the same decisions however often they are replayed. How many open leads somebody had on
 * that day is not known any more: capacities do not count, and the load is what the replay itself has given.
 */
export function createReplay(settings: RoutingSettings, { people, calendar }: Circumstances) {
  const turns = new Map<string, number>();
  const openLeads = new Map<string, number>();
  const unlimited = { people: people.people.map(({ capacity: _capacity, ...person }) => person) };
  return ({ at, facts }: Routed): Replayed => {
    const seenAtMs = facts.temperature === 'hot' ? at : (nextDigestAt(at, calendar) ?? at);
    const staff = staffAt(seenAtMs, { people: unlimited, calendar }, { openLeads, turns });
    const { rule, owner, channel, turnOf } = routeLead(facts, settings, staff);
    if (turnOf !== null) turns.set(turnOf, (turns.get(turnOf) ?? 0) + 1);
    if (owner !== null) openLeads.set(owner, (openLeads.get(owner) ?? 0) + 1);
    return { rule, owner, channel };
  };
}

/** Counts of one thing under the settings in force and under the draft. */
export type Tally<Key> = Map<Key, { present: number; draft: number }>;

/** Counts one lead on each side. */
export function tally<Key>(counts: Tally<Key>, present: Key, draft: Key): void {
  const none = { present: 0, draft: 0 };
  const before = counts.get(present) ?? none;
  counts.set(present, { ...before, present: before.present + 1 });
  const after = counts.get(draft) ?? none;
  counts.set(draft, { ...after, draft: after.draft + 1 });
}
