import type { WebClient } from '@slack/web-api';
import type { Delivery, MessageRef, Unreachable } from '@headwater/contract';
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
import { rewardDecisionMessage } from '../blocks/reward-decision.ts';
import { isPerson, type Conversations } from './conversations.ts';
import { EVENT_TYPE, type Posted } from './posted.ts';

export type PostContext = { slack: WebClient; conversations: Conversations };

/**
 * Does what a delivery owes and answers where it stands. From the second attempt on it looks for the
 * message before posting it. Throws what the Slack client throws.
 */
export async function post(context: PostContext, delivery: Delivery, posted: Posted): Promise<MessageRef> {
  const target = delivery.redirected
    ? await redirectedTarget(context, delivery, delivery.redirected)
    : await targetOf(context, delivery);
  if (target.replaces) {
    await context.slack.chat.update({ ...target.replaces, ...target.message });
    return target.replaces;
  }
  const standing = delivery.attempt > 1 ? await lookUp(context, target, { delivery, posted }) : null;
  return standing ?? postNew(context, target, delivery);
}

type Target = { channel: string; message: SlackMessage; threadTs?: string; replaces?: MessageRef };

async function targetOf({ conversations }: PostContext, delivery: Delivery): Promise<Target> {
  switch (delivery.kind) {
    case 'card_update': {
      const { card } = delivery.payload;
      const show = delivery.payload.replaced ? replacedCardMessage : leadCardMessage;
      return { channel: card.channel, message: show(delivery.payload), replaces: card };
    }
    case 'thread_note': {
      const { card, entry } = delivery.payload;
      return { channel: card.channel, message: noteMessage(entry), threadTs: card.ts };
    }
    case 'deadline_reminder': {
      const channel = await conversations.direct(delivery.payload.slackUser);
      return { channel, message: reminderMessage(delivery.payload) };
    }
    case 'watcher_note': {
      const channel = await conversations.direct(delivery.payload.slackUser);
      return { channel, message: watcherMessage(delivery.payload) };
    }
    case 'lead_news': {
      const { slackUser, news } = delivery.payload;
      const channel = slackUser === null ? delivery.channel : await conversations.direct(slackUser);
      return { channel, message: leadNewsMessage(delivery.payload, news) };
    }
    case 'referral_message': {
      const channel = await conversations.direct(delivery.payload.slackUser);
      return { channel, message: referralMessage(delivery.payload.message) };
    }
    case 'reward_decision': {
      const { card, slackUser } = delivery.payload;
      const message = rewardDecisionMessage(delivery.payload);
      if (card) return { channel: card.channel, message, replaces: card };
      return { channel: await conversations.direct(slackUser), message };
    }
    case 'referral_announcement':
      return { channel: delivery.channel, message: announcementMessage(delivery.payload) };
    case 'morning_list': {
      const channel = await conversations.direct(delivery.payload.slackUser);
      return { channel, message: morningMessage(delivery.payload) };
    }
    case 'weekly_summary':
      return { channel: delivery.channel, message: weeklyMessage(delivery.payload) };
    case 'recognition':
      return { channel: delivery.channel, message: recognitionMessage(delivery.payload) };
    case 'digest_update': {
      const { digest, leads } = delivery.payload;
      return { channel: digest.channel, message: digestMessage(leads), replaces: digest };
    }
    case 'slack_notice':
      return { channel: await placeOf(conversations, delivery), message: noticeMessage(delivery.payload) };
    case 'digest':
      return { channel: delivery.channel, message: digestMessage(delivery.payload.leads) };
    case 'lead_card':
  }
  return { channel: delivery.channel, message: leadCardMessage(delivery.payload) };
}

/** The same message elsewhere, with a line that says for whom it was. */
async function redirectedTarget(
  { slack, conversations }: PostContext,
  delivery: Delivery,
  redirected: Unreachable,
): Promise<Target> {
  const channel = await placeOf(conversations, delivery);
  const elsewhere = { ...conversations, direct: async () => channel };
  const { message } = await targetOf({ slack, conversations: elsewhere }, delivery);
  return { channel, message: redirectedMessage(message, redirected) };
}

/** A channel, or the conversation with the person that the channel names. */
async function placeOf(conversations: Conversations, { channel }: Delivery): Promise<string> {
  return isPerson(channel) ? conversations.direct(channel) : channel;
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
