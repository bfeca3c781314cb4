import type {
  RoutingAction,
  RoutingCondition,
  RoutingFacts,
  RoutingRule,
  Territory,
} from '@headwater/contract';
import { languageCode } from './language.ts';

/** Whether a rule takes a lead, and why or why not in words. */
export type Verdict = { matched: boolean; because: string };

/** Holds every condition of a rule against the facts. What failed is the reason, else what held. */
export function tryRule(rule: RoutingRule, facts: RoutingFacts, territories: readonly Territory[]): Verdict {
  const checks = [
    ...conditionsOf(rule.when, facts, territories),
    ...ownerChecks(rule.when, rule.then, facts),
  ].filter((check) => check !== null);
  const failed = checks.filter((check) => !check.holds);
  if (failed.length > 0) return { matched: false, because: inWords(failed) };
  return { matched: true, because: inWords(checks) || 'it takes every lead' };
}

type Check = { holds: boolean; because: string };
type Values = string | readonly string[] | undefined;

function conditionsOf(
  when: RoutingCondition,
  facts: RoutingFacts,
  territories: readonly Territory[],
): (Check | null)[] {
  return [
    compare('family', facts.family, when.family),
    compare('channel', facts.channel, when.channel),
    compare('source', facts.source, when.source),
    compare('campaign', facts.campaign, when.campaign),
    compare('temperature', facts.temperature, when.temperature),
    compare('country', facts.country, when.country),
    territoryCheck(facts.country, when.territory, territories),
    compare('language', facts.language, when.language, sameLanguage),
    sizeCheck(facts.companySize, when.companySize),
    compare('industry', facts.industry, when.industry),
    compare('specialisation', facts.specialisation, when.specialisation),
    compare('segment', facts.segment, when.segment),
    sessionCheck(facts.eventSession, when.eventSession),
    customerCheck(facts.existingCustomer, when.existingCustomer),
    scoreCheck(facts.score, when.minScore),
  ];
}

function ownerChecks(when: RoutingCondition, then: RoutingAction, facts: RoutingFacts): (Check | null)[] {
  if (when.owner === 'any') return [accountHasOwner(facts)];
  const wanted = compare('account owner', facts.accountOwner, when.owner);
  return then.owner === 'account' ? [wanted, accountHasOwner(facts)] : [wanted];
}

/** Names are compared without regard to case. */
export const sameWord = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** `German`, `Deutsch` and `de-AT` are one language. */
export const sameLanguage = (one: string, other: string): boolean =>
  (languageCode(one) ?? one.toLowerCase()) === (languageCode(other) ?? other.toLowerCase());

function compare(name: string, fact: string | null, wanted: Values, same = sameWord): Check | null {
  if (wanted === undefined) return null;
  const values = typeof wanted === 'string' ? [wanted] : wanted;
  const holds = fact !== null && values.some((value) => same(value, fact));
  const is = `${name} is ${fact ?? 'unknown'}`;
  return { holds, because: holds ? is : `${is}, not ${values.join(' or ')}` };
}

/** The territories that a country belongs to. */
export const territoriesOf = (country: string | null, territories: readonly Territory[]): string[] =>
  territories
    .filter(({ countries }) => country !== null && countries.some((one) => sameWord(one, country)))
    .map(({ name }) => name);

function territoryCheck(
  country: string | null,
  wanted: Values,
  territories: readonly Territory[],
): Check | null {
  if (wanted === undefined) return null;
  const values = typeof wanted === 'string' ? [wanted] : wanted;
  const found = territoriesOf(country, territories).find((name) => values.includes(name));
  const is = `country is ${country ?? 'unknown'}`;
  const because = found === undefined ? `${is}, not in ${values.join(' or ')}` : `${is}, in ${found}`;
  return { holds: found !== undefined, because };
}

function sizeCheck(size: number | null, wanted: RoutingCondition['companySize']): Check | null {
  if (wanted === undefined) return null;
  const { from = 0, to = Infinity } = wanted;
  const holds = size !== null && from <= size && size <= to;
  const is = `company size is ${size ?? 'unknown'}`;
  const range = to === Infinity ? `${from} or more` : `${from} to ${to}`;
  return { holds, because: holds ? `${is}, within ${range}` : `${is}, not ${range}` };
}

function sessionCheck(session: string | null, wanted: Values): Check | null {
  if (wanted !== 'any') return compare('session', session, wanted);
  return { holds: session !== null, because: `session is ${session ?? 'unknown'}` };
}

function customerCheck(isCustomer: boolean, wanted: boolean | undefined): Check | null {
  if (wanted === undefined) return null;
  const because = isCustomer ? 'the account is a customer' : 'the account is no customer yet';
  return { holds: isCustomer === wanted, because };
}

function scoreCheck(score: number, least: number | undefined): Check | null {
  if (least === undefined) return null;
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
