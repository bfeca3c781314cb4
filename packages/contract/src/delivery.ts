import { z } from 'zod';
import { actor, eventId, instant, line, slackUser, text } from './primitives.ts';
import { leadNews } from './followUps.ts';
import { leadCard } from './card.ts';
import { historyEntry } from './lead.ts';
import { referralAnnouncement, referralMessage } from './referral.ts';
import { rewardCard } from './reward.ts';
import { slackProblem } from './slackProblem.ts';
import { reviewCard } from './review.ts';
import { morningList, recognition, weeklySummary } from './digests.ts';
import { warningMessage } from './warnings.ts';

/** Where a card stands in Slack: the channel's id and the message's ts. */
export const messageRef = z.object({ channel: z.string().max(80), ts: z.string().max(40) });
export type MessageRef = z.infer<typeof messageRef>;

/** A place in Slack that cannot be posted to, and what Slack said: `is_archived`, `user_not_found`. */
export const unreachable = z.object({
  /** A channel as the settings name it, or a Slack user. */
  place: z.string(),
  error: z.string(),
  /** Where what was meant for it goes. */
  instead: z.string(),
});
export type Unreachable = z.infer<typeof unreachable>;

/**
 * What is owed to Slack. Cards are rendered from the lead's present state when they are leased,
 * so updates may arrive in any order.
 */
export const deliveryBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lead_card'), payload: leadCard }),
  z.object({
    kind: z.literal('card_update'),
    /** `replaced`: another card stands for this lead now, and this one only says so. */
    payload: leadCard.extend({ card: messageRef, replaced: z.boolean().optional() }),
  }),
  z.object({
    kind: z.literal('thread_note'),
    payload: z.object({ card: messageRef, entry: historyEntry }),
  }),
  z.object({ kind: z.literal('digest'), payload: z.object({ leads: z.array(leadCard) }) }),
  z.object({ kind: z.literal('morning_list'), payload: morningList }),
  z.object({ kind: z.literal('weekly_summary'), payload: weeklySummary }),
  z.object({ kind: z.literal('recognition'), payload: recognition }),
  z.object({ kind: z.literal('warnings'), payload: warningMessage }),
  z.object({
    kind: z.literal('digest_update'),
    payload: z.object({ leads: z.array(leadCard), digest: messageRef }),
  }),
  z.object({ kind: z.literal('slack_notice'), payload: unreachable.or(slackProblem) }),
  z.object({ kind: z.literal('deadline_reminder'), payload: leadCard.extend({ slackUser: z.string() }) }),
  z.object({ kind: z.literal('watcher_note'), payload: leadCard.extend({ slackUser: z.string() }) }),
  z.object({
    kind: z.literal('lead_news'),
    /** Without a person it goes to the channel. */
    payload: leadCard.extend({ slackUser: z.string().nullable(), news: leadNews }),
  }),
  z.object({
    kind: z.literal('referral_message'),
    payload: z.object({ slackUser: z.string(), message: referralMessage }),
  }),
  z.object({
    kind: z.literal('reward_decision'),
    payload: rewardCard.extend({ slackUser: z.string(), card: messageRef.nullable() }),
  }),
  z.object({
    kind: z.literal('referral_review'),
    payload: reviewCard.extend({ slackUser: z.string(), card: messageRef.nullable() }),
  }),
  z.object({ kind: z.literal('referral_announcement'), payload: referralAnnouncement }),
]);
export type DeliveryBody = z.infer<typeof deliveryBody>;
export type DeliveryKind = DeliveryBody['kind'];

/** One leased delivery. From the second attempt on, look for its id in the channel before posting. */
export const delivery = z
  .object({
    id: z.string(),
    /** A channel, or for direct messages the Slack user. */
    channel: z.string(),
    attempt: z.int(),
    leaseUntil: z.string(),
    /** Set where it goes to `channel` because the place it was meant for cannot be posted to. */
    redirected: unreachable.optional(),
  })
  .and(deliveryBody);
export type Delivery = z.infer<typeof delivery>;

/** Body of `POST /v1/deliveries/lease`, a long poll. */
export const leaseRequest = z.object({
  max: z.int().min(1).max(100).default(10),
  waitMs: z.int().min(0).max(30_000).default(0),
  /** Names the asking process. A channel is then worked on by one process at a time, so that its pace is kept. */
  bot: line(80).optional(),
});
export const leaseAnswer = z.object({ data: z.array(delivery) });

export const deliveryDone = z.object({ ref: messageRef.optional() });
export const failureCodes = ['untouched', 'slow_down', 'unreachable'] as const;
export type FailureCode = (typeof failureCodes)[number];

export const deliveryFailed = z.object({
  error: text(2000),
  retryAfterMs: z.int().min(0).max(86_400_000).optional(),
  /**
   * `untouched`: Slack was not asked. `slow_down`: Slack asked to leave the channel alone for `retryAfterMs`.
   * `unreachable`: the channel or person cannot be posted to, and will not be by trying again; `error` is
   * Slack's code.
   */
  code: z.enum(failureCodes).optional(),
  /** Of the lease it was tried under: where somebody else has it since, nothing is changed. */
  leaseUntil: instant.optional(),
});

const decision = { by: actor.optional(), eventId: eventId.optional() };

/** Body of `POST /v1/leads/:id/claim`: `owner` takes the lead. */
export const claimRequest = z.object({ owner: slackUser, ...decision });
/** Body of `POST /v1/leads/:id/assign`: to a person, or without `owner` to the next of the pool. */
export const assignRequest = z.strictObject({ owner: slackUser.optional(), ...decision });
/** Body of `POST /v1/leads/:id/disqualify`. */
export const disqualifyRequest = z.object({ reason: text(1000).trim().min(1), ...decision });

/** Who has the lead now. */
export const ownership = z.object({ leadId: z.string(), owner: z.string().nullable() });
export type Ownership = z.infer<typeof ownership>;
