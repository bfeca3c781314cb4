import { v7 } from 'uuid';

type Branded<Brand extends string> = string & { readonly brand: Brand };

export type LeadId = Branded<'LeadId'>;
export type ReferralId = Branded<'ReferralId'>;
export type RewardId = Branded<'RewardId'>;
export type PayoutId = Branded<'PayoutId'>;
export type DeliveryId = Branded<'DeliveryId'>;
export type HistoryId = Branded<'HistoryId'>;

/** Counts the ids of one millisecond, so that they sort in the order in which they were made. */
let last = { ms: -1, seq: 0 };

function timeOrdered(nowMs: number): string {
  const seq = nowMs === last.ms ? last.seq + 1 : Math.floor(Math.random() * 2 ** 30);
  last = { ms: nowMs, seq };
  return v7({ msecs: nowMs, seq });
}

/** Ids sort by the time they were made, which keeps the indexes of a growing table together. */
const make = (prefix: string, nowMs: number): string => `${prefix}_${timeOrdered(nowMs).replaceAll('-', '')}`;

export const newLeadId = (nowMs: number): LeadId => make('lead', nowMs) as LeadId;
export const newReferralId = (nowMs: number): ReferralId => make('ref', nowMs) as ReferralId;
export const newRewardId = (nowMs: number): RewardId => make('rwd', nowMs) as RewardId;
export const newPayoutId = (nowMs: number): PayoutId => make('pay', nowMs) as PayoutId;
export const newDeliveryId = (nowMs: number): DeliveryId => make('del', nowMs) as DeliveryId;
/**
 * The id of a decision about a lead. One that its sender named is recognised when it comes again, for this
 * lead: the same name for another lead is another decision.
 */
export const decisionId = (leadId: LeadId, eventId: string | undefined, nowMs: number): string =>
  eventId === undefined ? newHistoryId(nowMs) : `${leadId}:${eventId}`;

export const newRoutingId = (nowMs: number): string => make('rtg', nowMs);
export const newHistoryId = (nowMs: number): HistoryId => make('his', nowMs) as HistoryId;

/** An id for what arrived without one, in the form that senders use. */
export const newSubmissionId = (nowMs: number): string => timeOrdered(nowMs);
