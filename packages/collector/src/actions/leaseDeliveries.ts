import type {
  Delivery,
  DeliveryBody,
  LeadCard,
  MessageRef,
  ReferralAnnouncement,
  ReferralMessage,
} from '@headwater/contract';
import type { LeadId, RewardId } from '../ids.ts';
import { leaseDeliveries as takeLease, type OwedDelivery } from '../storage/leases.ts';
import { lockLeases } from '../storage/dialect.ts';
import { findDigest, settleRedraws } from '../storage/digests.ts';
import { findHistory } from '../storage/history.ts';
import { cardOwedAt } from '../storage/unseen.ts';
import type { Deps, InTransaction } from './deps.ts';
import { foldBursts } from './foldBursts.ts';
import { readCard } from './readCard.ts';
import { morningListOf } from './readHome.ts';
import { readRewardCard } from './readRewards.ts';
import { restartDeadline } from './unseen.ts';

/** How long the bot has for a delivery before somebody else may take it, in milliseconds. */
const LEASE_MS = 30_000;
/** Another process may have written what is waited for: look this often. */
const LOOK_EVERY_MS = 500;

/** Leases what is due, or waits up to `waitMs` for something to become due. */
export async function leaseDeliveries(
  deps: Deps,
  { max, waitMs, bot }: { max: number; waitMs: number; bot?: string | undefined },
  stop: AbortSignal,
): Promise<Delivery[]> {
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const leased = await leaseNow(deps, { max, bot });
    const restMs = giveUpAt - performance.now();
    if (leased.length > 0 || restMs <= 0 || stop.aborted) return leased;
    await deps.signals.deliveries.wait(Math.min(restMs, LOOK_EVERY_MS), stop);
  }
}

async function leaseNow(
  { db, clock, publicUrl }: Deps,
  { max, bot }: { max: number; bot: string | undefined },
): Promise<Delivery[]> {
  const nowMs = clock.now();
  return db.transaction().execute(async (trx) => {
    const deliveries: Delivery[] = [];
    await lockLeases(trx);
    const held = await foldBursts({ trx, nowMs });
    for (const owed of await takeLease(trx, { max, bot, nowMs, leaseMs: LEASE_MS, held })) {
      const { id, channel, attempt } = owed;
      const leaseUntil = new Date(owed.leaseUntil).toISOString();
      const { redirected } = owed.payload;
      await restartDeadlines({ trx, nowMs }, owed);
      const envelope = { id, channel, attempt, leaseUntil, ...(redirected && { redirected }) };
      deliveries.push({ ...envelope, ...(await bodyOf({ trx, nowMs }, owed, publicUrl)) });
    }
    return deliveries;
  });
}

/** Of leads that are shown for the first time. */
async function restartDeadlines(tx: InTransaction, owed: OwedDelivery): Promise<void> {
  const { kind, leadId, payload, createdAt } = owed;
  if (kind === 'lead_card') await restartDeadline(tx, known(leadId), createdAt);
  if (kind !== 'digest') return;
  for (const id of payload.leadIds ?? []) {
    await restartDeadline(tx, id, (await cardOwedAt(tx.trx, id)) ?? createdAt);
  }
}

/** The delivery with the lead's present state. */
async function bodyOf(
  { trx, nowMs }: InTransaction,
  owed: OwedDelivery,
  publicUrl: string,
): Promise<DeliveryBody> {
  const { kind, payload, leadId } = owed;
  const card = () => leadCard({ trx, nowMs }, known(leadId), publicUrl);
  switch (kind) {
    case 'lead_card':
      return { kind, payload: await card() };
    case 'card_update':
      return { kind, payload: { ...(await card()), ...placeOf(owed) } };
    case 'thread_note': {
      const entry = known(await findHistory(trx, known(payload.historyId)));
      return { kind, payload: { card: known(owed.card), entry } };
    }
    case 'digest': {
      return { kind, payload: { leads: await leadCards({ trx, nowMs }, payload.leadIds ?? [], publicUrl) } };
    }
    case 'morning_list':
      return { kind, payload: await morningListOf(trx, known(payload.slackUser), publicUrl) };
    case 'weekly_summary':
      return { kind, payload: known(payload.summary) };
    case 'recognition':
      return { kind, payload: known(payload.recognition) };
    case 'digest_update': {
      const digest = known(owed.digest);
      const { leadIds, ref } = known(await findDigest(trx, digest));
      await settleRedraws(trx, { id: owed.id, digest }, nowMs);
      return {
        kind,
        payload: { leads: await leadCards({ trx, nowMs }, leadIds, publicUrl), digest: known(ref) },
      };
    }
    case 'slack_notice':
      return { kind, payload: known(payload.unreachable) };
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
      const shown = known(await readRewardCard(trx, id, owed.leaseUntil - LEASE_MS));
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

/** Two that turned out to be one person are listed once. */
async function leadCards(tx: InTransaction, ids: readonly LeadId[], publicUrl: string): Promise<LeadCard[]> {
  const cards = new Map<string, LeadCard>();
  for (const id of ids) {
    const card = await leadCard(tx, id, publicUrl);
    cards.set(card.lead.id, card);
  }
  return [...cards.values()];
}

async function leadCard(
  { trx: db, nowMs }: InTransaction,
  leadId: LeadId,
  publicUrl: string,
): Promise<LeadCard> {
  const shown = known(await readCard(db, leadId, publicUrl));
  const owedAt = await cardOwedAt(db, leadId);
  if (owedAt === null) return shown;
  return { ...shown, waitingMinutes: Math.floor(Math.max(0, nowMs - owedAt) / 60_000) };
}

/** What the transaction that made the delivery wrote, and nothing deletes. */
function known<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('a delivery lacks what it was made of');
  return value;
}
