import type { WebClient } from '@slack/web-api';
import type { Delivery, MessageRef } from '@headwater/contract';
import { leadCardMessage, type SlackMessage } from '../blocks/card.ts';
import { replacedCardMessage } from '../blocks/card-replaced.ts';
import { morningMessage, recognitionMessage, weeklyMessage } from '../blocks/digests.ts';
import { digestMessage } from '../blocks/digest.ts';
import { leadNewsMessage } from '../blocks/lead-news.ts';
import { noteMessage } from '../blocks/note.ts';
import { noticeMessage, redirectedMessage } from '../blocks/notice.ts';
import { referralMessage } from '../blocks/referral-message.ts';
import { reminderMessage } from '../blocks/reminder.ts';
import { watcherMessage } from '../blocks/watcher.ts';
import { announcementMessage } from '../blocks/announcement.ts';
import { warningsMessage } from '../blocks/warnings.ts';
import { referralReviewMessage } from '../blocks/referral-review.ts';
import { rewardDecisionMessage } from '../blocks/reward-decision.ts';
import { isPerson, type Conversations } from './conversations.ts';
import { placeOf } from './lane.ts';
import { EVENT_TYPE, type Posted } from './posted.ts';

export type PostContext = { slack: WebClient; conversations: Conversations };

/**
 * Does what a delivery owes and answers where it stands. From the second attempt on it looks for the
 * message before posting it. Throws what the Slack client throws.
 */
export async function post(context: PostContext, delivery: Delivery, posted: Posted): Promise<MessageRef> {
  const target = await targetOf(context, delivery);
  if (target.replaces) {
    await context.slack.chat.update({ ...target.replaces, ...target.message });
    return target.replaces;
  }
  const standing = delivery.attempt > 1 ? await lookUp(context, target, { delivery, posted }) : null;
  return standing ?? postNew(context, target, delivery);
}

type Target = { channel: string; message: SlackMessage; threadTs?: string; replaces?: MessageRef };

async function targetOf({ conversations }: PostContext, delivery: Delivery): Promise<Target> {
  const { redirected } = delivery;
  const standing = redirected ? null : changeOf(delivery);
  if (standing) return standing;
  const message = messageOf(delivery);
  // elsewhere a line says for whom it was
  const shown = redirected ? redirectedMessage(message, redirected) : message;
  return { channel: await conversationOf(conversations, delivery), message: shown };
}

/** What changes a message, or stands in its thread; null for what is posted by itself. */
function changeOf(delivery: Delivery): Target | null {
  const { kind, payload } = delivery;
  const message = messageOf(delivery);
  if (kind === 'digest_update') return changed(payload.digest, message);
  if (kind === 'card_update') return changed(payload.card, message);
  if (kind === 'reward_decision' || kind === 'referral_review')
    return payload.card && changed(payload.card, message);
  if (kind !== 'thread_note') return null;
  return { channel: payload.card.channel, message, threadTs: payload.card.ts };
}

const changed = (ref: MessageRef, message: SlackMessage): Target => ({
  channel: ref.channel,
  message,
  replaces: ref,
});

function messageOf(delivery: Delivery): SlackMessage {
  switch (delivery.kind) {
    case 'deadline_reminder':
      return reminderMessage(delivery.payload);
    case 'watcher_note':
      return watcherMessage(delivery.payload);
    case 'lead_news':
      return leadNewsMessage(delivery.payload, delivery.payload.news);
    case 'referral_message':
      return referralMessage(delivery.payload.message);
    case 'reward_decision':
      return rewardDecisionMessage(delivery.payload);
    case 'referral_review':
      return referralReviewMessage(delivery.payload);
    case 'referral_announcement':
      return announcementMessage(delivery.payload);
    case 'morning_list':
      return morningMessage(delivery.payload);
    case 'weekly_summary':
      return weeklyMessage(delivery.payload);
    case 'recognition':
      return recognitionMessage(delivery.payload);
    case 'warnings':
      return warningsMessage(delivery.payload);
    case 'slack_notice':
      return noticeMessage(delivery.payload);
    case 'digest':
    case 'digest_update':
      return digestMessage(delivery.payload.leads);
    case 'thread_note':
      return noteMessage(delivery.payload.entry);
    case 'card_update':
      return delivery.payload.replaced
        ? replacedCardMessage(delivery.payload)
        : leadCardMessage(delivery.payload);
    case 'lead_card':
      return leadCardMessage(delivery.payload);
  }
}

/** The channel, or the conversation with the person, that a delivery goes to. */
async function conversationOf(conversations: Conversations, delivery: Delivery): Promise<string> {
  const place = placeOf(delivery);
  return isPerson(place) ? conversations.direct(place) : place;
}

type Attempt = { delivery: Delivery; posted: Posted };

async function lookUp(
  { conversations }: PostContext,
  { channel, threadTs }: Target,
  { delivery, posted }: Attempt,
): Promise<MessageRef | null> {
  const id = await conversations.channel(channel);
  if (!id) return null;
  return posted(threadTs === undefined ? { channel: id } : { channel: id, threadTs }, delivery.id);
}

async function postNew(
  { slack, conversations }: PostContext,
  { channel, message, threadTs }: Target,
  { id }: Delivery,
): Promise<MessageRef> {
  const metadata = { event_type: EVENT_TYPE, event_payload: { id } };
  const content = { channel, ...message, metadata, unfurl_links: false, unfurl_media: false };
  const inThread = threadTs === undefined ? content : { ...content, thread_ts: threadTs };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not a window's
  const answer = await slack.chat.postMessage(inThread);
  if (!answer.channel || !answer.ts) throw new Error('Slack did not say where the message stands');
  conversations.learn(channel, answer.channel);
  return { channel: answer.channel, ts: answer.ts };
}
