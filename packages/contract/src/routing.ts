import { z } from 'zod';
import { families, temperature } from './lead.ts';
import { line, slackChannel, slackUser } from './primitives.ts';

/** One value, or a list that means any of its values. */
const anyOf = <Value extends z.ZodType>(value: Value) => z.union([value, z.array(value).max(500)]);

const countryOfTwo = z.string().regex(/^[A-Za-z]{2}$/, 'an ISO 3166 code of two letters');

/**
 * When a rule applies: every condition given must hold; a list means any of its values. What is not known of a
 * lead matches no value.
 */
export const routingCondition = z.strictObject({
  family: anyOf(z.enum(families)).optional(),
  channel: anyOf(line(100)).optional(),
  source: anyOf(line(200)).optional(),
  campaign: anyOf(line(200)).optional(),
  temperature: anyOf(temperature).optional(),
  minScore: z.number().optional(),
  country: anyOf(countryOfTwo).optional(),
  /** Names of `territories` of the same settings. */
  territory: anyOf(line(80)).optional(),
  /** A code such as `de`, or a name such as `German` or `Deutsch`. */
  language: anyOf(line(80)).optional(),
  /** People who work there, both included. */
  companySize: z
    .strictObject({ from: z.int().min(0).optional(), to: z.int().min(0).optional() })
    .refine(({ from = 0, to = Infinity }) => from <= to, {
      path: ['to'],
      message: 'may not be less than from',
    })
    .optional(),
  industry: anyOf(line(80)).optional(),
  specialisation: anyOf(line(80)).optional(),
  segment: anyOf(line(200)).optional(),
  /** Name of a webinar, an event or one of its sessions, or `any` for whichever it is. */
  eventSession: anyOf(line(200)).optional(),
  /** Whether somebody of the lead's account has bought already. */
  existingCustomer: z.boolean().optional(),
  /** Owner of the lead's account: a Slack user, or `any` for whoever it is. */
  owner: z.union([z.literal('any'), slackUser]).optional(),
});
export type RoutingCondition = z.infer<typeof routingCondition>;

/** Where a lead goes when nobody is free: a channel, and there a person, the pool's next, or whoever takes it. */
export const routingFallback = z.strictObject({
  channel: slackChannel,
  owner: slackUser.optional(),
  pool: line(80).optional(),
});
export type RoutingFallback = z.infer<typeof routingFallback>;

/** What a person must know of to be given a lead: each names a list in the people settings. */
export const knowledge = ['specialisation', 'industry', 'language', 'territory'] as const;
export type Knowledge = (typeof knowledge)[number];

/** What a rule does. `owner: 'account'` is the owner of the lead's account; with a pool it has the lead when they cannot. */
export const routingAction = z.strictObject({
  pool: line(80).optional(),
  owner: z.union([z.literal('account'), slackUser]).optional(),
  channel: slackChannel,
  /** Working minutes to claim the lead; none means no deadline. */
  deadlineMinutes: z.number().positive().max(60_000).optional(),
  /** Those of the pool come first who know what the lead is about. */
  match: z.array(z.enum(knowledge)).max(4).optional(),
  /** Somebody has to find out first whether there is anything to sell. */
  qualifyFirst: z.boolean().optional(),
  /** Told as well, besides who should act. */
  watchers: z.array(slackUser).max(20).optional(),
  /** Instead of the fallback of the settings. */
  fallback: routingFallback.optional(),
});
export type RoutingAction = z.infer<typeof routingAction>;

export const routingRule = z.strictObject({ name: line(120), when: routingCondition, then: routingAction });
export type RoutingRule = z.infer<typeof routingRule>;

export const poolStrategies = ['round_robin', 'weighted', 'least_loaded', 'most_experienced'] as const;

/** People who share leads. Without members it is everybody in the people settings. */
export const routingPool = z.strictObject({
  name: line(80),
  strategy: z.enum(poolStrategies),
  members: z
    .array(
      z.strictObject({
        slackUser,
        /** Share of the leads under `weighted`; 1 where none is given. */
        weight: z.int().min(1).max(100).optional(),
      }),
    )
    .max(500),
});
export type RoutingPool = z.infer<typeof routingPool>;

/** A group of countries that rules and people can name. */
export const territory = z.strictObject({ name: line(80), countries: z.array(countryOfTwo).min(1).max(250) });
export type Territory = z.infer<typeof territory>;

export const routingSettings = z
  .strictObject({
    rules: z.array(routingRule).max(200),
    pools: z.array(routingPool).max(100),
    territories: z.array(territory).max(100).optional(),
    fallback: routingFallback,
  })
  .superRefine((settings, context) => {
    for (const [path, message] of mistakesIn(settings)) context.addIssue({ code: 'custom', path, message });
  });
export type RoutingSettings = z.infer<typeof routingSettings>;

type Parts = {
  rules: RoutingRule[];
  pools: RoutingPool[];
  territories?: Territory[] | undefined;
  fallback: RoutingFallback;
};
type Mistake = [path: (string | number)[], message: string];

function mistakesIn({ rules, pools, territories = [], fallback }: Parts): Mistake[] {
  const poolNames = new Set(pools.map(({ name }) => name));
  const territoryNames = new Set(territories.map(({ name }) => name));
  const unknownPool = (name: string | undefined, ...path: Mistake[0]): Mistake[] =>
    name === undefined || poolNames.has(name) ? [] : [[path, `no pool is named ${name}`]];
  return [
    ...twice(rules, 'name', ['rules']),
    ...twice(pools, 'name', ['pools']),
    ...twice(territories, 'name', ['territories']),
    ...pools.flatMap(({ members }, index) => twice(members, 'slackUser', ['pools', index, 'members'])),
    ...rules.flatMap(({ when, then }, index) => [
      ...unknownPool(then.pool, 'rules', index, 'then', 'pool'),
      ...unknownPool(then.fallback?.pool, 'rules', index, 'then', 'fallback', 'pool'),
      ...[when.territory ?? []]
        .flat()
        .filter((name) => !territoryNames.has(name))
        .map((name): Mistake => [['rules', index, 'when', 'territory'], `no territory is named ${name}`]),
    ]),
    ...unknownPool(fallback.pool, 'fallback', 'pool'),
  ];
}

function twice<Key extends string>(
  entries: readonly Record<Key, string>[],
  key: Key,
  path: Mistake[0],
): Mistake[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const isRepeated = seen.has(entry[key]);
    seen.add(entry[key]);
    return isRepeated ? [[[...path, index, key], 'is here twice']] : [];
  });
}
