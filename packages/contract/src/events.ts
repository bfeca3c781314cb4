import { z } from 'zod';
import { cut, epochMs, line, publicId, text, uuid } from './primitives.ts';

/** The utm_ parameters of one address, without their prefix. Values keep their case. */
export const utm = z.object({
  source: text(1024).optional(),
  medium: text(1024).optional(),
  campaign: text(1024).optional(),
  term: text(1024).optional(),
  content: text(1024).optional(),
  id: text(1024).optional(),
  sourcePlatform: text(1024).optional(),
  creativeFormat: text(1024).optional(),
  marketingTactic: text(1024).optional(),
});
export type Utm = z.infer<typeof utm>;

/** Click ids by parameter name in lower case, for example `{ gclid: '…' }`. */
export const clickIds = z.record(z.string().max(40), text(1024));
export type ClickIds = z.infer<typeof clickIds>;

/**
 * Campaign parameters, click ids and the referral code as the address gave them, under the names it used:
 * `{ utm_source: 'LinkedIn', gclid: '…', ref: 'ANNA42' }`. Says the same as `utm`, `click` and `ref` together.
 */
export const params = z.record(z.string(), text(1024));
export type Params = z.infer<typeof params>;

const address = text(8192);
const happened = { id: publicId, at: epochMs };

/** A landing that can carry credit. */
export const touchEvent = z.object({
  ...happened,
  kind: z.literal('touch'),
  url: address,
  referrer: address.optional(),
  ref: text(128).optional(),
  click: clickIds.optional(),
  utm: utm.optional(),
  params: params.optional(),
});
export type TouchEvent = z.infer<typeof touchEvent>;

/** A page seen, whether loaded or reached by navigation inside a single-page application. */
export const pageEvent = z.object({
  ...happened,
  kind: z.literal('page'),
  url: address,
  title: cut(512).optional(),
});
export type PageEvent = z.infer<typeof pageEvent>;

/** A page left: how long it was visible in all, and how far down it was seen, in percent of its height. */
export const engagementEvent = z.object({
  ...happened,
  kind: z.literal('engagement'),
  url: address,
  visibleMs: z.int().min(0).max(86_400_000),
  depth: z.int().min(0).max(100),
});
export type EngagementEvent = z.infer<typeof engagementEvent>;

/** Anything else a page reports by `headwater('event', name, props)`. */
export const customEvent = z.object({
  ...happened,
  kind: z.literal('event'),
  name: line(128),
  url: address.optional(),
  props: z.record(z.string().max(64), z.union([text(1024), z.number(), z.boolean(), z.null()])).optional(),
});
export type CustomEvent = z.infer<typeof customEvent>;

export const siteEvent = z.discriminatedUnion('kind', [touchEvent, pageEvent, engagementEvent, customEvent]);
export type SiteEvent = z.infer<typeof siteEvent>;

/** The most events one request may carry. */
export const MAX_EVENTS = 50;

/** The largest body of `/v1/collect`, in bytes. */
export const MAX_COLLECT_BYTES = 64 * 1024;

/** Body of `POST /v1/collect`. Events are checked one by one, so that a bad one does not cost the others. */
export const collectEnvelope = z.object({
  site: line(64),
  visitor: uuid,
  sentAt: epochMs,
  events: z.array(z.unknown()).max(MAX_EVENTS),
});

/** The same body with its events typed: what a sender writes. */
export type CollectRequest = z.input<typeof collectEnvelope> & { events: SiteEvent[] };

export const rejectedEvent = z.object({ index: z.int(), path: z.string(), message: z.string() });
export type RejectedEvent = z.infer<typeof rejectedEvent>;

/** What became of each event. `duplicates` were stored by an earlier request. */
export const collectAnswer = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  filtered: z.int(),
  rejected: z.array(rejectedEvent),
});
export type CollectAnswer = z.infer<typeof collectAnswer>;
