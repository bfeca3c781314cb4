import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { RewardCard } from '@headwater/contract';
import type { SlackMessage } from './card.ts';
import { inWords } from './money.ts';
import { whom } from './referral-words.ts';
import { dateToken, escaped, mrkdwn, person, plain } from './text.ts';

const kinds = { qualified: 'a qualified lead', won: 'a won deal' };

/** A reward for its approver: with buttons while it is pending, afterwards with what was decided. */
export function rewardDecisionMessage(card: RewardCard): SlackMessage {
  const { reward } = card;
  const what = `${inWords(reward.amount)} for ${person(reward.referrer)}: ${kinds[reward.kind]}`;
  const blocks: KnownBlock[] = [
    { type: 'section', text: mrkdwn(`*${heading(card)}*\n${what}`) },
    { type: 'section', text: plain(`They referred ${whom(card)}.`) },
    { type: 'context', elements: [mrkdwn(standing(card))] },
  ];
  if (reward.reason) blocks.push({ type: 'context', elements: [plain(reward.reason, 2000)] });
  if (reward.state === 'pending' && reward.held === undefined) {
    const elements = [button('approve', reward.id, 'primary'), button('reject', reward.id, 'danger')];
    blocks.push({ type: 'actions', elements });
  }
  const text = `${heading(card)}: ${inWords(reward.amount)} for referring ${escaped(whom(card), 500)}`;
  return { text, blocks };
}

function heading({ reward }: RewardCard): string {
  return reward.reversalOf === null ? 'A reward' : 'A reward to take back';
}

function standing({ reward }: RewardCard): string {
  const last = reward.steps.at(-1);
  const by = last?.by ? ` by ${person(last.by)}` : '';
  if (reward.state !== 'pending') return `${reward.state}${by}${last ? `, ${dateToken(last.at)}` : ''}`;
  if (reward.held !== undefined) return 'held with its referral, which waits for your decision';
  if (reward.promisedUntil === null) return 'waiting for your decision';
  return `waiting for your decision; promised to be paid by ${dateToken(reward.promisedUntil)}`;
}

function button(what: 'approve' | 'reject', rewardId: string, style: 'primary' | 'danger'): Button {
  const text = plain(what === 'approve' ? 'Approve' : 'Reject', 75);
  return { type: 'button', action_id: `reward_${what}`, value: rewardId, text, style };
}

/** Asks why a reward is rejected: its referrer is told. The reward's id is in private_metadata. */
export function rejectRewardModal(rewardId: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'reward_reject',
    private_metadata: rewardId,
    title: plain('Reject reward', 24),
    submit: plain('Reject', 24),
    close: plain('Cancel', 24),
    blocks: [
      {
        type: 'input',
        block_id: 'reason',
        label: plain('Why is it not approved?'),
        hint: plain('Whoever referred them is told so, in these words.'),
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          min_length: 2,
          max_length: 1000,
        },
      },
    ],
  };
}
