import type { CalendarSettings, PeopleSettings } from '@headwater/contract';
import { availabilityOf, localTimesAt, type Availability } from './availability.ts';
import { personOf } from './people.ts';
import type { Staff } from './routing-pool.ts';

/** What of the team is counted in the database: open leads of a person, turns that a pool has taken. */
export type Counted = {
  openLeads: ReadonlyMap<string, number>;
  turns: ReadonlyMap<string, number>;
};

/** The sales team as it is at a moment, in epoch milliseconds. Each person is looked at once, when asked about. */
export function staffAt(
  atMs: number,
  { people, calendar }: { people: PeopleSettings; calendar: CalendarSettings },
  { openLeads, turns }: Counted,
): Staff {
  const known = new Map(people.people.map((person) => [person.slackUser, person]));
  const localTime = localTimesAt(atMs);
  const states = new Map<string, Availability>();
  const person: Staff['person'] = (id) => known.get(id) ?? personOf({ people: [] }, id);
  const open: Staff['openLeads'] = (id) => openLeads.get(id) ?? 0;
  return {
    everybody: [...known.keys()],
    person,
    openLeads: open,
    turn: (pool) => turns.get(pool) ?? 0,
    availability: (id) => {
      const state = states.get(id) ?? availabilityOf(person(id), open(id), calendar, localTime);
      states.set(id, state);
      return state;
    },
  };
}
