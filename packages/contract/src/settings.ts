import { z } from 'zod';
import { line, money, slackChannel, slackUser, text } from './primitives.ts';
import { families, temperature } from './lead.ts';
import { digestSettings } from './digests.ts';
import { holidayRegion, peopleSettings, timeOfDay, workingHours } from './people.ts';

/** When a rule applies: every condition given must hold; a list means any of its values. */
export const routingCondition = z.strictObject({
  family: z.union([z.enum(families), z.array(z.enum(families))]).optional(),
  channel: z.union([line(100), z.array(line(100))]).optional(),
  source: z.union([line(200), z.array(line(200))]).optional(),
  temperature: z.union([temperature, z.array(temperature)]).optional(),
  minScore: z.number().optional(),
  country: z.union([line(2), z.array(line(2))]).optional(),
  /** Owner of the lead's account: a Slack user, or `any` for whoever it is. */
  owner: z.union([z.literal('any'), slackUser]).optional(),
});
export type RoutingCondition = z.infer<typeof routingCondition>;

/** What a rule does. `owner: 'account'` is the owner of the lead's account. */
export const routingAction = z.strictObject({
  pool: line(80).optional(),
  owner: z.union([z.literal('account'), slackUser]).optional(),
  channel: slackChannel,
  /** Working minutes to claim the lead; none means no deadline. */
  deadlineMinutes: z.number().positive().max(60_000).optional(),
});
export type RoutingAction = z.infer<typeof routingAction>;

export const routingRule = z.strictObject({ name: line(120), when: routingCondition, then: routingAction });
export type RoutingRule = z.infer<typeof routingRule>;

export const routingSettings = z
  .strictObject({
    rules: z.array(routingRule).max(200),
    pools: z
      .array(
        z.strictObject({
          name: line(80),
          strategy: z.literal('round_robin'),
          members: z.array(z.strictObject({ slackUser })).min(1).max(500),
        }),
      )
      .max(100),
    fallback: z.strictObject({ channel: slackChannel }),
  })
  .superRefine(({ rules, pools }, context) => {
    const names = new Set(pools.map((pool) => pool.name));
    for (const [index, rule] of rules.entries()) {
      if (rule.then.pool === undefined || names.has(rule.then.pool)) continue;
      const message = `no pool is named ${rule.then.pool}`;
      context.addIssue({ code: 'custom', path: ['rules', index, 'then', 'pool'], message });
    }
  });
export type RoutingSettings = z.infer<typeof routingSettings>;

export const scoreGroups = ['pages', 'downloads', 'events', 'requests', 'referrals'] as const;
export type ScoreGroup = (typeof scoreGroups)[number];

/** What an act must look like: any given word in the page's path, the form's id, name or fields, or the event's name. */
export const scoreRule = z.strictObject({
  name: line(80),
  group: z.enum(scoreGroups),
  on: z.enum(['page', 'form', 'event', 'touch']),
  /** Words, any of which must occur; none means every act of that kind. */
  words: z.array(line(80)).max(100).optional(),
  /** For pages: how long one was read in all; then the rule is about that, and not about each view. */
  minVisibleSeconds: z.int().min(10).max(86_400).optional(),
  points: z.number().min(-1000).max(1000),
  halfLifeDays: z.number().positive().max(3650),
});
export type ScoreRule = z.infer<typeof scoreRule>;

/** Far beyond any sensible score, and far within what a database column holds. */
const points = z.number().min(-100_000).max(100_000);

export const scoringSettings = z.strictObject({
  rules: z.array(scoreRule).max(200),
  caps: z.record(z.enum(scoreGroups), points.min(0)),
  /** Points for fit while no ideal customer profile is set. */
  neutralFit: points,
  warmFrom: points,
  hotFrom: points,
  /** How recent a high-intent act must be for a lead to be hot, in hours. */
  hotWithinHours: z.number().positive(),
  /** How many views of a pricing page count as high intent. */
  pricingViews: z.int().min(1),
});
export type ScoringSettings = z.infer<typeof scoringSettings>;

/** Working hours, the clock of every deadline. `days` are ISO weekdays, 1 is Monday. */
export const calendarSettings = workingHours.extend({
  /** Times of day at which warm leads are announced together. */
  digestAt: z.array(timeOfDay).max(6),
  /** Whose public holidays are free. */
  holidays: holidayRegion.optional(),
});
export type CalendarSettings = z.infer<typeof calendarSettings>;

/** What an employee earns by referring somebody, said where they submit. */
export const employeeProgram = z.strictObject({
  qualified: money,
  won: money,
  /** Higher rewards for bigger deals; the highest `from` not above the deal's value counts. */
  wonByDealValue: z.array(z.strictObject({ from: money, reward: money })).max(20),
  qualifiedMeans: line(500),
  paidWhen: line(500),
  onCancellation: line(500),
  landingUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
});
export type EmployeeProgram = z.infer<typeof employeeProgram>;

export const sourceSettings = z.strictObject({
  /** Further spellings of a source: `{ 'acme news': 'acme-newsletter' }`. */
  aliases: z.record(line(200), line(200)),
  ownDomains: z.array(line(253)).max(200),
  aiAssistants: z.array(text(253)).max(200),
});
export type SourceSettings = z.infer<typeof sourceSettings>;

/** Every kind of settings by name; each is versioned by itself. */
export const settingsSchemas = {
  scoring: scoringSettings,
  routing: routingSettings,
  calendar: calendarSettings,
  people: peopleSettings,
  digests: digestSettings,
  sources: sourceSettings,
  referrals: employeeProgram,
} as const;
export type SettingsName = keyof typeof settingsSchemas;
export type SettingsOf<Name extends SettingsName> = z.infer<(typeof settingsSchemas)[Name]>;
