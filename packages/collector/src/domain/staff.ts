import type { CalendarSettings, PeopleSettings } from '@headwater/contract';
import { availabilityOf, localTimesAt, type Availability } from './availability.ts';
import { personOf } from './people.ts';
import type { Staff, Team } from './routing-pool.ts';

/** What of the team is counted in the database: open leads of a person, turns that a pool has taken. */
export type Counted = {
  openLeads: ReadonlyMap<string, number>;
  turns: ReadonlyMap<string, number>;
};

/** The people of the settings, by their ids in Slack; others are known by nothing else. */
export function teamOf(people: PeopleSettings): Team {
  const known = teams.get(people) ?? readTeam(people);
  teams.set(people, known);
  return known;
}

/** Settings are read once for many leads. */
const teams = new WeakMap<PeopleSettings, Team>();

function readTeam({ people }: PeopleSettings): Team {
  const known = new Map(people.map((person) => [person.slackUser, person]));
  return {
    everybody: [...known.keys()],
    person: (id) => known.get(id) ?? personOf({ people: [] }, id),
  };
}

/** The sales team as it is at a moment, in epoch milliseconds. Each person is looked at once, when asked about. */
export function staffAt(
  atMs: number,
  { people, calendar }: { people: PeopleSettings; calendar: CalendarSettings },
  { openLeads, turns }: Counted,
): Staff {
  const { everybody, person } = teamOf(people);
  const localTime = localTimesAt(atMs);
  const states = new Map<string, Availability>();
  const open: Staff['openLeads'] = (id) => openLeads.get(id) ?? 0;
  return {
    everybody,
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
