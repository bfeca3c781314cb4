import { z } from 'zod';
import { assignment, family, temperature } from './lead.ts';
import { instant, line, slackUser, text } from './primitives.ts';
import { routingSettings } from './routing.ts';

const known = (max: number) => text(max).nullable().default(null);

/** What routing looks at. Unknown is null; sources are those of the original source. */
export const routingFacts = z.strictObject({
  family: family.default(null),
  channel: text(100).default('Unassigned'),
  source: known(200),
  campaign: known(1024),
  temperature: temperature.default('hot'),
  score: z.number().default(0),
  country: known(2),
  language: known(80),
  /** People who work there: the least of what was said, 51 of `51-200`. */
  companySize: z.int().min(0).nullable().default(null),
  industry: known(200),
  specialisation: known(200),
  segment: known(200),
  eventSession: known(1024),
  /** The company's domain. */
  account: known(253),
  /** The Slack user who looks after the account. */
  accountOwner: slackUser.nullable().default(null),
  existingCustomer: z.boolean().default(false),
});
export type RoutingFacts = z.infer<typeof routingFacts>;

/** Body of `POST /v1/routing/explain`: a lead or a draft of one, and settings to try instead of those in force. */
export const explainRequest = z
  .strictObject({
    leadId: line(80).optional(),
    facts: routingFacts.optional(),
    settings: routingSettings.optional(),
    /** When the lead would come; now if left out. */
    at: instant.optional(),
  })
  .refine(({ leadId, facts }) => (leadId === undefined) !== (facts === undefined), {
    path: ['leadId'],
    message: 'give a leadId or facts, one of the two',
  });
export type ExplainRequest = z.infer<typeof explainRequest>;

/** The decision, the rules tried, and what it was decided by. */
export const explainAnswer = assignment.extend({
  /** Working minutes; the deadline follows from them. */
  deadlineMinutes: z.number().nullable(),
  facts: routingFacts,
});
export type ExplainAnswer = z.infer<typeof explainAnswer>;

/** Body of `POST /v1/routing/replay`: the leads routed from `from` until before `to`, by default the last 30 days. */
export const replayRequest = z.strictObject({
  settings: routingSettings,
  from: instant.optional(),
  to: instant.optional(),
});
export type ReplayRequest = z.infer<typeof replayRequest>;

const replayed = z.object({ rule: z.string(), owner: z.string().nullable(), channel: z.string() });
export type Replayed = z.infer<typeof replayed>;

const counts = { present: z.int(), draft: z.int() };

/** Each lead decided by the settings in force and by the draft, with the same facts at the same time. */
export const replayAnswer = z.object({
  from: z.string(),
  to: z.string(),
  leads: z.int(),
  changed: z.int(),
  rules: z.array(z.object({ rule: z.string(), ...counts })),
  owners: z.array(z.object({ owner: z.string().nullable(), ...counts })),
  channels: z.array(z.object({ channel: z.string(), ...counts })),
  /** The first leads that would have gone elsewhere. */
  changes: z.array(z.object({ leadId: z.string(), at: z.string(), present: replayed, draft: replayed })),
});
export type ReplayAnswer = z.infer<typeof replayAnswer>;
