import type { Assignment, Family, RoutingRule, RoutingSettings, Temperature } from '@headwater/contract';

/** What routing looks at. `accountOwner` is the Slack user who owns the lead's account. */
export type RoutingFacts = {
  family: Family;
  channel: string;
  source: string | null;
  temperature: Temperature;
  score: number;
  country: string | null;
  accountOwner: string | null;
};

/** The decision. `deadlineMinutes` are working minutes. */
export type Route = Omit<Assignment, 'deadline'> & { pool: string | null; deadlineMinutes: number | null };

/** How many times the pool's turn has been taken before, counted where every process sees it. */
export type Turns = (pool: string, size: number) => number;

/**
 * The first rule that matches decides; every rule tried is recorded with its reason, up to the winner.
 * Where none matches the fallback does, which names a channel and nobody. `turns` is asked once, and only
 * when a pool has to choose.
 */
export function routeLead(facts: RoutingFacts, settings: RoutingSettings, turns: Turns): Route {
  const route = chooseRule(facts, settings);
  if (route.owner !== null || route.pool === null) return route;
  const members = membersOf(settings, route.pool);
  const owner = memberOnTurn(members, turns(route.pool, members.length));
  return { ...route, owner, because: `${route.because}; next in turn of ${route.pool}` };
}

/**
 * Who gets the lead when `presentOwner` has missed the deadline: the others of the pool in turn, the same
 * person only when alone. Null when the pool is gone.
 */
export function nextInPool(
  settings: RoutingSettings,
  pool: string,
  presentOwner: string | null,
  turn: number,
): string | null {
  const members = membersOf(settings, pool);
  const others = members.filter((member) => member !== presentOwner);
  return memberOnTurn(others.length > 0 ? others : members, turn);
}

function chooseRule(facts: RoutingFacts, settings: RoutingSettings): Route {
  const tried: Route['tried'] = [];
  for (const rule of settings.rules) {
    const verdict = tryRule(rule, facts);
    tried.push({ rule: rule.name, ...verdict });
    if (!verdict.matched) continue;
    const { channel, pool = null, owner = null, deadlineMinutes = null } = rule.then;
    const who = owner === 'account' ? facts.accountOwner : owner;
    return { rule: rule.name, because: verdict.because, tried, channel, pool, owner: who, deadlineMinutes };
  }
  const because = 'no rule matched';
  tried.push({ rule: 'fallback', matched: true, because });
  const { channel } = settings.fallback;
  return { rule: 'fallback', because, tried, channel, pool: null, owner: null, deadlineMinutes: null };
}

type Check = { holds: boolean; because: string };

function tryRule(rule: RoutingRule, facts: RoutingFacts): { matched: boolean; because: string } {
  const checks = checksOf(rule, facts);
  const failed = checks.filter((check) => !check.holds);
  if (failed.length > 0) return { matched: false, because: inWords(failed) };
  return { matched: true, because: inWords(checks) || 'it takes every lead' };
}

function checksOf({ when, then }: RoutingRule, facts: RoutingFacts): Check[] {
  return [
    ...compare('family', facts.family, when.family),
    ...compare('channel', facts.channel, when.channel),
    ...compare('source', facts.source, when.source),
    ...compare('temperature', facts.temperature, when.temperature),
    ...compare('country', facts.country, when.country),
    ...(when.minScore === undefined ? [] : [compareScore(facts.score, when.minScore)]),
    ...(when.owner === 'any'
      ? [accountHasOwner(facts)]
      : compare('account owner', facts.accountOwner, when.owner)),
    ...(then.owner === 'account' && when.owner !== 'any' ? [accountHasOwner(facts)] : []),
  ];
}

function compare(name: string, fact: string | null, wanted: string | readonly string[] | undefined): Check[] {
  if (wanted === undefined) return [];
  const values = [wanted].flat();
  const holds = values.some((value) => value.toLowerCase() === fact?.toLowerCase());
  const is = `${name} is ${fact ?? 'unknown'}`;
  return [{ holds, because: holds ? is : `${is}, not ${values.join(' or ')}` }];
}

function compareScore(score: number, least: number): Check {
  const holds = score >= least;
  return { holds, because: `score is ${score}, ${holds ? 'at least' : 'under'} ${least}` };
}

function accountHasOwner({ accountOwner }: RoutingFacts): Check {
  const because =
    accountOwner === null ? 'the account has no owner' : `the account belongs to ${accountOwner}`;
  return { holds: accountOwner !== null, because };
}

function inWords(checks: readonly Check[]): string {
  return checks.map((check) => check.because).join(' and ');
}

function membersOf(settings: RoutingSettings, pool: string): string[] {
  const members = settings.pools.find(({ name }) => name === pool)?.members ?? [];
  return members.map(({ slackUser }) => slackUser);
}

function memberOnTurn(members: readonly string[], turn: number): string | null {
  return members[turn % members.length] ?? null;
}
