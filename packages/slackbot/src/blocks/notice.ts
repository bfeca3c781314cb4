import type { ContextBlock } from '@slack/types';
import type { SlackProblem, Unreachable } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { escaped, mrkdwn, person } from './text.ts';

/** Slack's codes that people meet, in words. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const reasons: Record<string, string> = {
  is_archived: 'the channel is archived',
  channel_not_found: 'Slack knows no such channel, or Headwater is not in it',
  not_in_channel: 'Headwater is not in the channel',
  restricted_action: 'only some people may post there',
  user_not_found: 'Slack knows no such person',
  user_disabled: 'the person’s account is deactivated',
  cannot_dm_bot: 'this is a bot',
};

const reasonOf = ({ error }: Unreachable): string =>
  reasons[error] ?? `Slack answered ${escaped(error, 100)}`;

/** Tells whoever looks after Slack what has to be put right: a place, or the app. */
export function noticeMessage(notice: Unreachable | SlackProblem): SlackMessage {
  return 'words' in notice ? problemMessage(notice) : unreachableMessage(notice);
}

function problemMessage({ words }: SlackProblem): SlackMessage {
  const text = escaped(words, 2900);
  return { text, blocks: [{ type: 'section', text: mrkdwn(text) }] };
}

function unreachableMessage(unreachable: Unreachable): SlackMessage {
  const place = person(unreachable.place);
  const isSame = unreachable.place === unreachable.instead;
  const words = `${place} cannot be posted to: ${reasonOf(unreachable)}.`;
  const goesOn = isSame
    ? 'It is the fallback channel: until it works, what is meant for it is tried again.'
    : `What is meant for it goes to ${person(unreachable.instead)}.`;
  const advice = 'Put it right in Slack, or name another place in the settings of Headwater.';
  const text = `${words} ${goesOn} ${advice}`;
  return { text, blocks: [{ type: 'section', text: mrkdwn(text) }] };
}

/** The message with a line that says whom or which channel it was meant for, and why it is here. */
export function redirectedMessage({ text, blocks }: SlackMessage, unreachable: Unreachable): SlackMessage {
  const line = `Meant for ${person(unreachable.place)}: ${reasonOf(unreachable)}.`;
  const context: ContextBlock = { type: 'context', elements: [mrkdwn(line)] };
  return { text: `${line} ${text}`, blocks: [context, ...blocks].slice(0, 50) };
}
