import type {
  Assignment,
  RoutingAction,
  RoutingFacts,
  RoutingFallback,
  RoutingPool,
  RoutingSettings,
} from '@headwater/contract';
import { protectsNobody, type Protection } from './protection.ts';
import { tryRule } from './routing-conditions.ts';
import { called, chooseMember, membersOf, type Choice, type Staff, type Team } from './routing-pool.ts';

export type { RoutingFacts } from '@headwater/contract';

/** The rule that decided, before it is known who is free. */
export type ChosenRule = Pick<Assignment, 'rule' | 'because' | 'tried'> & { then: RoutingAction };

/** The decision. `deadlineMinutes` are working minutes. */
export type Route = Omit<Assignment, 'deadline'> & {
  pool: string | null;
  watchers: string[];
  qualifyFirst: boolean;
  deadlineMinutes: number | null;
  /** The pool that was asked and chose somebody: its turn is taken. */
  turnOf: string | null;
};

/** The first rule that matches decides who of the team has the lead; the same inputs give the same decision. */
export function routeLead(
  facts: RoutingFacts,
  settings: RoutingSettings,
  staff: Staff,
  protection: Protection = protectsNobody,
): Route {
  return settleRoute(chooseRule(facts, settings, protection), facts, settings, staff);
}

/**
 * The promise made to a partner, else the first rule that matches; every rule tried is recorded with its reason,
 * up to the winner. Where none matches, the fallback of the settings decides.
 */
export function chooseRule(
  facts: RoutingFacts,
  settings: RoutingSettings,
  protection: Protection = protectsNobody,
): ChosenRule {
  const promise = protection(facts);
  if (promise) {
    const { name: rule, because, then } = promise;
    return { rule, because, then, tried: [{ rule, matched: true, because }] };
  }
  const tried: ChosenRule['tried'] = [];
  for (const rule of settings.rules) {
    const verdict = tryRule(rule, facts, settings.territories ?? []);
    tried.push({ rule: rule.name, ...verdict });
    if (verdict.matched) return { rule: rule.name, because: verdict.because, tried, then: rule.then };
  }
  const because = 'no rule matched';
  tried.push({ rule: 'fallback', matched: true, because });
  return { rule: 'fallback', because, tried, then: settings.fallback };
}

/** The pools that may have to choose under this rule, so that their turns can be read before. */
export function poolsAsked({ then }: ChosenRule, settings: RoutingSettings): RoutingPool[] {
  const names = new Set([then.pool, fallbackOf(then, settings).pool]);
  return settings.pools.filter(({ name }) => names.has(name));
}

/** The people under this rule whose open leads have to be counted. */
export function peopleCounted(
  chosen: ChosenRule,
  { accountOwner }: RoutingFacts,
  settings: RoutingSettings,
  staff: Team,
): string[] {
  const { then } = chosen;
  const named = [then.owner, fallbackOf(then, settings).owner].flatMap((one) =>
    one === 'account' ? (accountOwner ?? []) : (one ?? []),
  );
  const members = poolsAsked(chosen, settings).flatMap((pool) => membersCounted(pool, staff));
  return [...new Set([...named.filter((one) => isLimited(one, staff)), ...members])];
}

/** The members of a pool whose open leads have to be counted: all where the load decides, else who has a limit. */
export function membersCounted(pool: RoutingPool, staff: Team): string[] {
  const members = membersOf(pool, staff).map(({ slackUser }) => slackUser);
  return pool.strategy === 'least_loaded' ? members : members.filter((one) => isLimited(one, staff));
}

const isLimited = (slackUser: string, { person }: Team): boolean => person(slackUser).capacity !== undefined;

/** Who has the lead under the rule that was chosen, with the reason; nobody free is said, and the fallback has it. */
export function settleRoute(
  chosen: ChosenRule,
  facts: RoutingFacts,
  settings: RoutingSettings,
  staff: Staff,
): Route {
  const { rule, tried, then } = chosen;
  const { owner, because, pool, channel, turnOf } = whoHasIt(then, facts, settings, staff);
  const reasons = [chosen.because, sessionOf(facts), because, qualifying(then)];
  return {
    rule,
    tried,
    because: reasons.filter(Boolean).join('; '),
    owner,
    pool,
    channel,
    turnOf,
    deadlineMinutes: then.deadlineMinutes ?? null,
    watchers: then.watchers ?? [],
    qualifyFirst: then.qualifyFirst ?? false,
  };
}

type Whose = Choice & { pool: string | null; channel: string; turnOf: string | null };

function whoHasIt(then: RoutingAction, facts: RoutingFacts, settings: RoutingSettings, staff: Staff): Whose {
  const first = ask(then, facts, settings, staff);
  const fallback = fallbackOf(then, settings);
  const isSettled = first.owner !== null || !first.wasAsked || fallback === then;
  if (isSettled) return { ...first, channel: then.channel };
  const second = ask(fallback, facts, settings, staff);
  const to = second.owner === null ? `whoever takes it in ${fallback.channel}` : fallback.channel;
  const because = [first.because, `so it goes to ${to}`, second.because].filter(Boolean).join('; ');
  return { ...second, pool: second.pool ?? first.pool, because, channel: fallback.channel };
}

const fallbackOf = (then: RoutingAction, settings: RoutingSettings): RoutingFallback =>
  then.fallback ?? settings.fallback;

/** `wasAsked` is false where nobody in particular was to have the lead: claiming decides. */
type Answer = Omit<Whose, 'channel'> & { wasAsked: boolean };

/** Asks the person that is named, then the pool. */
function ask(
  { owner: named, pool: poolName, match = [] }: Partial<RoutingAction>,
  facts: RoutingFacts,
  settings: RoutingSettings,
  staff: Staff,
): Answer {
  const person = named === 'account' ? facts.accountOwner : (named ?? null);
  const pool = settings.pools.find(({ name }) => name === poolName);
  const direct = person === null ? null : askPerson(person, staff);
  const base = { pool: pool?.name ?? null, turnOf: null };
  if (direct?.owner) return { ...base, ...direct, wasAsked: true };
  const members = pool ? membersOf(pool, staff) : [];
  if (!pool || members.length === 0) {
    const because = [direct?.because, pool && `nobody is in ${pool.name} yet`].filter(Boolean).join('; ');
    return { ...base, owner: null, because, wasAsked: direct !== null };
  }
  const wanted = { facts, match, territories: settings.territories ?? [] };
  const choice = chooseMember(pool, members, staff, wanted);
  const because = [direct?.because, choice.because].filter(Boolean).join('; ');
  const turnOf = choice.owner === null ? null : pool.name;
  return { ...base, owner: choice.owner, because, turnOf, wasAsked: true };
}

/** Somebody who is named has the lead outside their hours too. */
function askPerson(slackUser: string, staff: Staff): Choice {
  const { is, because } = staff.availability(slackUser);
  const reason = is === 'free' ? '' : `${called(slackUser, staff)} ${because}`;
  return { owner: is === 'free' || is === 'off_hours' ? slackUser : null, because: reason };
}

/** What was visited is the reason to call: it stands where the reason stands. */
function sessionOf({ family, eventSession }: RoutingFacts): string {
  if (family !== 'event') return '';
  return eventSession === null ? 'which session is not known' : `session “${eventSession}”`;
}

const qualifying = ({ qualifyFirst }: RoutingAction): string => (qualifyFirst ? 'to be qualified first' : '');

/**
 * Who of a pool has a lead after `present`, leaving out who had their chance: the others as the pool's strategy
 * says, the same person only when alone. Null when nobody is left or free.
 */
export function nextInPool(
  pool: RoutingPool,
  staff: Staff,
  { present, had }: { present: string | null; had: ReadonlySet<string | null> },
): Choice {
  const left = membersOf(pool, staff).filter(({ slackUser }) => !had.has(slackUser));
  const others = left.filter(({ slackUser }) => slackUser !== present);
  return chooseMember(pool, others.length > 0 ? others : left, staff);
}
