import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Slack } from '../../../test/slack/slack.ts';
import { review, reward } from '../pictures/referrals.ts';
import { announcementMessage } from '../src/blocks/announcement.ts';
import { referralReviewMessage } from '../src/blocks/referral-review.ts';
import { rewardDecisionMessage } from '../src/blocks/reward-decision.ts';
import type { CollectorStandIn } from './collector-stand-in.ts';
import { startRunning, type Mode, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 60_000, interval: 20 };
const user = 'U0ANNA';
const FAILED = /^That did not work/;

let running: Running;
let slack: Slack;
let collector: CollectorStandIn;

beforeEach(async () => {
  running = await startRunning();
  ({ slack, collector } = running);
});
afterEach(() => running.stop());

async function postCard(): Promise<void> {
  collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard({ owner: 'U0BEN' }) });
  await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
}
const toldPrivately = () => slack.ephemerals(user).map(({ text }) => text);
const toldInPerson = () => slack.messages(user).map(({ text }) => text);
const press = (actionId: string) => slack.press({ user, channel: '#sales-hot', actionId });

describe.each<Mode>(['socket', 'http'])(
  'what Slack refuses the bot is said to whoever waits for it, over %s',
  (mode) => {
    beforeEach(() => running.startBot(mode));

    it.each(['expired_trigger_id', 'ratelimited'])('where a form does not open: %s', async (error) => {
      await postCard();
      slack.fail({ kind: 'refuse', error, method: 'views.open', times: 1 });
      expect((await press('snooze')).acked).toBe(true);
      await vi.waitFor(() => expect(toldPrivately()).toEqual([expect.stringMatching(FAILED)]), soon);
      expect(toldInPerson()).toEqual([]);
    });

    it('in a message of its own, where what was pressed has no address', async () => {
      slack.fail({ kind: 'status', status: 500, method: 'views.open', times: 1 });
      await slack.globalShortcut({ user, callbackId: 'refer' });
      await vi.waitFor(() => expect(toldInPerson()).toEqual([expect.stringMatching(FAILED)]), soon);
    });

    it('where a form waits for its answer', async () => {
      await postCard();
      await press('disqualify');
      await vi.waitFor(() => expect(slack.openViews(user)).toHaveLength(1), soon);
      collector.answerAfter(2500);
      slack.fail({ kind: 'refuse', error: 'fatal_error', method: 'views.update', times: 1 });
      await slack.submitView({ user, values: { reason: 'a student' } });
      await vi.waitFor(() => expect(toldInPerson()).toEqual([expect.stringMatching(FAILED)]), soon);
      expect(collector.decided).toHaveLength(1);
    });

    it('once, when the press arrives again', async () => {
      await postCard();
      slack.fail({ kind: 'refuse', error: 'fatal_error', method: 'views.open', times: 3 });
      await press('snooze');
      await slack.repeatEvent(2);
      await vi.waitFor(() => expect(slack.calls('views.open')).toHaveLength(3), soon);
      await press('reassign');
      await vi.waitFor(() => expect(slack.openViews(user)).toHaveLength(1), soon);
      expect(toldPrivately()).toHaveLength(1);
    });
  },
);

it.each([
  [
    'thank_referrer',
    announcementMessage({ event: 'won', referralId: 'ref_1', referrer: 'U0BEN', name: 'Max', company: 'M' }),
  ],
  ['reward_approve', rewardDecisionMessage(reward)],
  ['review_release', referralReviewMessage(review)],
])('%s is answered also where the bot may not write', async (actionId, { text, blocks }) => {
  await running.startBot('socket');
  slack.fail({ kind: 'refuse', error: 'not_in_channel', method: 'chat.postEphemeral' });
  collector.answerWith(503);
  const api = new WebClient(slack.botToken, { slackApiUrl: slack.url });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not a window's
  await api.chat.postMessage({ channel: '#sales-hot', text, blocks });
  await press(actionId);
  await vi.waitFor(() => expect(toldPrivately()).toEqual([expect.stringContaining('nothing was changed')]), {
    ...soon,
    timeout: 20_000,
  });
});
