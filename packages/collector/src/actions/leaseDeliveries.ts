import type {
  Delivery,
  DeliveryBody,
  LeadCard,
  MessageRef,
  ReferralAnnouncement,
  ReferralMessage,
} from '@headwater/contract';
import type { LeadId, RewardId } from '../ids.ts';
import { leaseDeliveries as takeLease, type OwedDelivery } from '../storage/deliveries.ts';
import type { Db } from '../storage/dialect.ts';
import { findHistory } from '../storage/history.ts';
import type { Deps } from './deps.ts';
import { readCard } from './readCard.ts';
import { readRewardCard } from './readRewards.ts';
import { readJourney } from './readJourney.ts';
import { morningListOf } from './readHome.ts';
import { leadView } from './readLead.ts';

/** How long the bot has for a delivery before somebody else may take it, in milliseconds. */
const LEASE_MS = 30_000;
/** Another process may have written what is waited for: look this often. */
const LOOK_EVERY_MS = 500;

/** Leases what is due, or waits up to `waitMs` for something to become due. */
export async function leaseDeliveries(
  deps: Deps,
  { max, waitMs }: { max: number; waitMs: number },
  stop: AbortSignal,
): Promise<Delivery[]> {
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const leased = await leaseNow(deps, max);
    const restMs = giveUpAt - performance.now();
    if (leased.length > 0 || restMs <= 0 || stop.aborted) return leased;
    await deps.signals.deliveries.wait(Math.min(restMs, LOOK_EVERY_MS), stop);
  }
}

async function leaseNow({ db, clock, publicUrl }: Deps, max: number): Promise<Delivery[]> {
  const nowMs = clock.now();
  return db.transaction().execute(async (trx) => {
    const deliveries: Delivery[] = [];
    for (const owed of await takeLease(trx, { max, nowMs, leaseMs: LEASE_MS })) {
      const { id, channel, attempt } = owed;
      const leaseUntil = new Date(owed.leaseUntil).toISOString();
      deliveries.push({ id, channel, attempt, leaseUntil, ...(await bodyOf(trx, owed, publicUrl)) });
    }
    return deliveries;
  });
}

/** The delivery with the lead's present state. */
async function bodyOf(db: Db, owed: OwedDelivery, publicUrl: string): Promise<DeliveryBody> {
  const { kind, payload, leadId } = owed;
  const card = () => leadCard(db, known(leadId), publicUrl);
  switch (kind) {
    case 'lead_card':
      return { kind, payload: await card() };
    case 'card_update':
      return { kind, payload: { ...(await card()), ...placeOf(owed) } };
    case 'thread_note': {
      const entry = known(await findHistory(db, known(payload.historyId)));
      return { kind, payload: { card: known(owed.card), entry } };
    }
    case 'digest': {
      const leads: LeadCard[] = [];
      for (const id of payload.leadIds ?? []) leads.push(await leadCard(db, id, publicUrl));
      return { kind, payload: { leads } };
    }
    case 'morning_list':
      return { kind, payload: await morningListOf(db, known(payload.slackUser), publicUrl) };
    case 'weekly_summary':
      return { kind, payload: known(payload.summary) };
    case 'recognition':
      return { kind, payload: known(payload.recognition) };
    case 'deadline_reminder':
    case 'watcher_note':
      return { kind, payload: { ...(await card()), slackUser: known(payload.slackUser) } };
    case 'lead_news': {
      const { slackUser = null, news } = payload;
      return { kind, payload: { ...(await card()), slackUser, news: known(news) } };
    }
    case 'referral_message': {
      const message = payload.message as ReferralMessage;
      return { kind, payload: { slackUser: known(payload.slackUser), message } };
    }
    case 'reward_decision': {
      const id = known(payload.rewardId) as RewardId;
      const shown = known(await readRewardCard(db, id, owed.leaseUntil - LEASE_MS));
      return { kind, payload: { ...shown, slackUser: known(payload.slackUser) } };
    }
    case 'referral_announcement':
      return { kind, payload: payload.message as ReferralAnnouncement };
  }
}

/** Which message is updated: the lead's card, or one that stands for it no more. */
function placeOf({ payload, card }: OwedDelivery): { card: MessageRef; replaced?: true } {
  return payload.card ? { card: payload.card, replaced: true } : { card: known(card) };
}

async function leadCard(db: Db, leadId: LeadId, publicUrl: string): Promise<LeadCard> {
  return known(await readCard(db, leadId, publicUrl));
}

/** What the transaction that made the delivery wrote, and nothing deletes. */
function known<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('a delivery lacks what it was made of');
  return value;
}
