import type { Knowledge, RoutingFacts, RoutingPool, SalesPerson, Territory } from '@headwater/contract';
import type { Availability } from './availability.ts';
import { sameLanguage, sameWord, territoriesOf } from './routing-conditions.ts';

/** The sales team at the moment of a decision. The same team, facts and settings give the same decision. */
export type Staff = {
  /** Everybody in the people settings. */
  everybody: readonly string[];
  person: (slackUser: string) => SalesPerson;
  availability: (slackUser: string) => Availability;
  /** Leads that they own, or that wait for them. */
  openLeads: (slackUser: string) => number;
  /** How many times a pool has chosen before, counted where every process sees it. */
  turn: (pool: string) => number;
};

/** What of the team does not change from lead to lead. */
export type Team = Pick<Staff, 'everybody' | 'person'>;

/** Whom a pool chose, and why, with everybody it passed over; nobody when all are away or full. */
export type Choice = { owner: string | null; because: string };

type Member = RoutingPool['members'][number];

/** What of the lead the chosen person should know. */
export type Wanted = {
  facts: RoutingFacts;
  match: readonly Knowledge[];
  territories: readonly Territory[];
};

/** More are not listed in a reason. */
const MOST_NAMED = 20;

export const membersOf = (
  { members }: RoutingPool,
  { everybody }: Pick<Staff, 'everybody'>,
): readonly Member[] => (members.length > 0 ? members : everybody.map((slackUser) => ({ slackUser })));

/**
 * Chooses among `members` of a pool by its strategy: those who are free, and among them those who know what the
 * lead is about. Where everybody is merely outside working hours, the one whose turn it is has the lead all the
 * same: its deadline runs in working time, and somebody is named.
 */
export function chooseMember(
  pool: RoutingPool,
  members: readonly Member[],
  staff: Staff,
  wanted?: Wanted,
): Choice {
  const { group, remark } = candidatesOf(members, staff, wanted);
  const chosen = group.length > 0 ? byStrategy(pool, group, staff) : null;
  const who = chosen ? chosen.because : `nobody of ${pool.name} is free`;
  const reasons = [who, remark, passedOver(members, group, staff)].filter(Boolean);
  return { owner: chosen?.owner ?? null, because: reasons.join('; ') };
}

/** How somebody is called in a reason. */
export function called(slackUser: string, { person }: Staff): string {
  return person(slackUser).name ?? slackUser;
}

function candidatesOf(
  members: readonly Member[],
  staff: Staff,
  wanted: Wanted | undefined,
): { group: readonly Member[]; remark: string } {
  const asked = wanted ? askedOf(wanted) : [];
  const knows = ({ slackUser }: Member) => asked.every(({ isKnownTo }) => isKnownTo(staff.person(slackUser)));
  const inWords = asked.map(({ words }) => words).join(' and ');
  for (const state of ['free', 'off_hours'] as const) {
    const able = members.filter(({ slackUser }) => staff.availability(slackUser).is === state);
    if (able.length === 0) continue;
    const late = state === 'off_hours' ? ['all who could have it are outside working hours'] : [];
    const knowing = able.filter(knows);
    const known = inWords && (knowing.length > 0 ? `knows ${inWords}` : `nobody of them knows ${inWords}`);
    const remark = [known, ...late].filter(Boolean).join('; ');
    return { group: knowing.length > 0 ? knowing : able, remark };
  }
  return { group: [], remark: '' };
}

type Asked = { words: string; isKnownTo: (person: SalesPerson) => boolean };

/** What is not known of the lead asks nothing of anybody. */
function askedOf({ facts, match, territories }: Wanted): Asked[] {
  return match.flatMap((what) => {
    const values =
      what === 'territory' ? territoriesOf(facts.country, territories) : [facts[what] ?? []].flat();
    if (values.length === 0) return [];
    const same = what === 'language' ? sameLanguage : sameWord;
    const isKnownTo = (person: SalesPerson) =>
      known[what](person).some((word) => values.some((value) => same(word, value)));
    return [{ words: values.join(' or '), isKnownTo }];
  });
}

const known: Record<Knowledge, (person: SalesPerson) => readonly string[]> = {
  specialisation: ({ specialisations }) => specialisations,
  industry: ({ industries }) => industries,
  language: ({ languages }) => languages,
  territory: ({ territories }) => territories,
};

function byStrategy(
  { name, strategy }: RoutingPool,
  group: readonly Member[],
  staff: Staff,
): { owner: string | null; because: string } {
  const turn = staff.turn(name);
  switch (strategy) {
    case 'round_robin':
      return { owner: memberOnTurn(group, turn), because: `next in turn of ${name}` };
    case 'weighted':
      return { owner: weightedTurn(group, turn), because: `next in turn of ${name}, by weight` };
    case 'least_loaded': {
      const least = Math.min(...group.map(({ slackUser }) => staff.openLeads(slackUser)));
      const tied = group.filter(({ slackUser }) => staff.openLeads(slackUser) === least);
      return { owner: memberOnTurn(tied, turn), because: `fewest open leads of ${name}, ${least}` };
    }
    case 'most_experienced': {
      const most = Math.max(...group.map(({ slackUser }) => staff.person(slackUser).experience));
      const tied = group.filter(({ slackUser }) => staff.person(slackUser).experience === most);
      const which = tied.length > 1 ? `, next in turn of ${tied.length}` : '';
      return { owner: memberOnTurn(tied, turn), because: `the most experienced of ${name}${which}` };
    }
  }
}

function memberOnTurn(members: readonly Member[], turn: number): string | null {
  return members[turn % members.length]?.slackUser ?? null;
}

/**
 * A round has as many turns as the weights together, and each member's are spread evenly over it: 2:1:1 is
 * A, B, C, A. So shares are exact after every round, and nobody has several leads in a row for their weight.
 */
function weightedTurn(members: readonly Member[], turn: number): string | null {
  const turns = members.flatMap(({ slackUser, weight = 1 }) =>
    Array.from({ length: weight }, (_, index) => ({ slackUser, at: (index + 0.5) / weight })),
  );
  turns.sort((one, other) => one.at - other.at);
  return turns[turn % turns.length]?.slackUser ?? null;
}

function passedOver(members: readonly Member[], group: readonly Member[], staff: Staff): string {
  const chosenFrom = new Set(group);
  const reasons = members
    .filter((member) => !chosenFrom.has(member))
    .map(({ slackUser }) => ({ slackUser, ...staff.availability(slackUser) }))
    .filter(({ is }) => is !== 'free')
    .map(({ slackUser, because }) => `${called(slackUser, staff)} ${because}`);
  if (reasons.length === 0) return '';
  const more = reasons.length > MOST_NAMED ? [`${reasons.length - MOST_NAMED} more`] : [];
  return `passed over: ${[...reasons.slice(0, MOST_NAMED), ...more].join(', ')}`;
}
