import type {
  DeliveryBody,
  LeadCard,
  MessageRef,
  ReferralAnnouncement,
  ReferralMessage,
} from '@headwater/contract';
import type { LeadId, ReferralId, RewardId } from '../ids.ts';
import type { DeliveryPayload } from '../storage/deliveries.ts';
import { findDigest, settleRedraws } from '../storage/digests.ts';
import { findHistory } from '../storage/history.ts';
import type { OwedDelivery } from '../storage/leases.ts';
import { cardOwedAt } from '../storage/unseen.ts';
import type { InTransaction } from './deps.ts';
import { readReviewCard } from './decideReview.ts';
import { readCard } from './readCard.ts';
import { morningListOf } from './readHome.ts';
import { readRewardCard } from './readRewards.ts';

/** What is sent to Slack for a delivery, with the present state of what it is about. */
export async function bodyOf(
  tx: InTransaction,
  owed: OwedDelivery,
  publicUrl: string,
): Promise<DeliveryBody> {
  const { kind, payload, leadId } = owed;
  const card = () => leadCard(tx, known(leadId), publicUrl);
  switch (kind) {
    case 'lead_card':
      return { kind, payload: await card() };
    case 'card_update':
      return { kind, payload: { ...(await card()), ...placeOf(owed) } };
    case 'thread_note': {
      const entry = known(await findHistory(tx.trx, known(payload.historyId)));
      return { kind, payload: { card: known(owed.card), entry } };
    }
    case 'deadline_reminder':
    case 'watcher_note':
      return { kind, payload: { ...(await card()), slackUser: known(payload.slackUser) } };
    case 'lead_news': {
      const { slackUser = null, news } = payload;
      return { kind, payload: { ...(await card()), slackUser, news: known(news) } };
    }
    case 'digest':
      return { kind, payload: { leads: await leadCards(tx, payload.leadIds ?? [], publicUrl) } };
    case 'digest_update':
      return { kind, payload: await redrawnDigest(tx, owed, publicUrl) };
    case 'morning_list':
      return { kind, payload: await morningListOf(tx.trx, known(payload.slackUser), publicUrl) };
    case 'weekly_summary':
    case 'recognition':
    case 'warnings':
    case 'slack_notice':
    case 'referral_message':
    case 'reward_decision':
    case 'referral_review':
    case 'referral_announcement':
      return storedBody(tx, kind, payload);
  }
}

/** What was written when it was owed, and of rewards their present state. */
async function storedBody(
  { trx, nowMs }: InTransaction,
  kind:
    | 'weekly_summary'
    | 'recognition'
    | 'warnings'
    | 'slack_notice'
    | 'referral_message'
    | 'reward_decision'
    | 'referral_review'
    | 'referral_announcement',
  payload: DeliveryPayload,
): Promise<DeliveryBody> {
  switch (kind) {
    case 'weekly_summary':
      return { kind, payload: known(payload.summary) };
    case 'recognition':
      return { kind, payload: known(payload.recognition) };
    case 'warnings':
      return { kind, payload: known(payload.warnings) };
    case 'slack_notice':
      return { kind, payload: known(payload.unreachable ?? payload.problem) };
    case 'referral_message': {
      const message = payload.message as ReferralMessage;
      return { kind, payload: { slackUser: known(payload.slackUser), message } };
    }
    case 'reward_decision': {
      const shown = known(await readRewardCard(trx, known(payload.rewardId) as RewardId, nowMs));
      return { kind, payload: { ...shown, slackUser: known(payload.slackUser) } };
    }
    case 'referral_review': {
      const shown = known(await readReviewCard(trx, known(payload.referralId) as ReferralId));
      return { kind, payload: { ...shown, slackUser: known(payload.slackUser) } };
    }
    case 'referral_announcement':
      return { kind, payload: payload.message as ReferralAnnouncement };
  }
}

async function redrawnDigest({ trx, nowMs }: InTransaction, owed: OwedDelivery, publicUrl: string) {
  const digest = known(owed.digest);
  const { leadIds, ref } = known(await findDigest(trx, digest));
  await settleRedraws(trx, { id: owed.id, digest }, nowMs);
  return { leads: await leadCards({ trx, nowMs }, leadIds, publicUrl), digest: known(ref) };
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
export function known<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('a delivery lacks what it was made of');
  return value;
}
