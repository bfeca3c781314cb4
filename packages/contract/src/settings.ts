import { z } from 'zod';
import { linkSettings } from './links.ts';
import { line, paidMoney, slackChannel, slackUser, text } from './primitives.ts';
import { attributionSettings } from './attribution.ts';
import { diversificationSettings, economicsSettings } from './economics.ts';
import { followUpSettings } from './followUpSettings.ts';
import { qualificationSettings } from './qualification.ts';
import { digestSettings } from './digests.ts';
import { holidayRegion, peopleSettings, timeOfDay, workingHours } from './people.ts';
import { routingSettings } from './routing.ts';
import { payrollSettings } from './reward.ts';
import { currencySettings } from './spend.ts';
import { channelSettings } from './sourceRules.ts';
import { warningSettings } from './warnings.ts';

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
  qualified: paidMoney,
  won: paidMoney,
  /** Higher rewards for bigger deals; the highest `from` not above the deal's value counts. */
  wonByDealValue: z.array(z.strictObject({ from: paidMoney, reward: paidMoney })).max(20),
  qualifiedMeans: line(500),
  paidWhen: line(500),
  /** What becomes of rewards that are not paid yet; of paid ones people are told by `keepAfterPayment`. */
  onCancellation: line(500),
  landingUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  /** Who decides on rewards in Slack; the admin of the people where nobody is named. */
  approver: slackUser.optional(),
  /** Whether a reward that was paid stays with who earned it, whatever happens to the deal; it does unless false. */
  keepAfterPayment: z.boolean().optional(),
  /** Where a won referral is announced; without one, where the lead was. */
  announceIn: slackChannel.optional(),
  /** Who may refer and earns nothing by it. */
  excluded: z.array(slackUser).max(5000).optional(),
  /** What becomes of the rewards of people who leave: they are paid like any unless it says `cancel`. */
  leavers: z.enum(['pay', 'cancel']).optional(),
  /** How many days after its end the ranks of a quarter are final; 14 unless set. */
  freezeAfterDays: z.int().min(0).max(90).optional(),
  payroll: payrollSettings.optional(),
  /** For the totals of the leaderboard. */
  teams: z
    .array(z.strictObject({ name: line(80), members: z.array(slackUser).max(2000) }))
    .max(200)
    .optional(),
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
  followUps: followUpSettings,
  digests: digestSettings,
  sources: sourceSettings,
  channels: channelSettings,
  links: linkSettings,
  referrals: employeeProgram,
  qualification: qualificationSettings,
  attribution: attributionSettings,
  currencies: currencySettings,
  economics: economicsSettings,
  diversification: diversificationSettings,
  warnings: warningSettings,
} as const;
export type SettingsName = keyof typeof settingsSchemas;
export type SettingsOf<Name extends SettingsName> = z.infer<(typeof settingsSchemas)[Name]>;
