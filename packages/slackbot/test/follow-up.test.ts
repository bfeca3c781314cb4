import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LeadNews } from '@headwater/contract';
import type { Slack } from '../../../test/slack/slack.ts';
import type { CollectorStandIn } from './collector-stand-in.ts';
import { startRunning, type Mode, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 60_000, interval: 20 };
const user = 'U0ANNA';
const channel = '#sales-hot';

let running: Running;
let slack: Slack;
let collector: CollectorStandIn;
beforeEach(async () => {
  running = await startRunning();
  ({ slack, collector } = running);
});
afterEach(() => running.stop());

async function post(owner: string | null = user): Promise<void> {
  collector.owe(channel, { kind: 'lead_card', payload: sampleCard({ owner }) });
  await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
}

async function tell(slackUser: string | null, news: LeadNews, owner: string | null = null): Promise<void> {
  const payload = { ...sampleCard({ owner }), slackUser, news };
  collector.owe(slackUser ?? channel, { kind: 'lead_news', payload });
  await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
}

async function press(actionId: string, where = channel): Promise<void> {
  const { acked } = await slack.press({ user, channel: where, actionId });
  expect(acked).toBe(true);
  await vi.waitFor(() => expect(slack.openViews(user)).toHaveLength(1), soon);
}

describe.each<Mode>(['socket', 'http'])('over %s', (mode) => {
  beforeEach(() => running.startBot(mode));

  it('a lead is snoozed with a reason, once however often the modal is delivered', async () => {
    await post(null);
    await press('snooze');
    await slack.submitView({ user, values: { when: 'tomorrow', reason: 'On a train' } });
    await slack.repeatEvent(3);
    expect(slack.openViews(user)).toEqual([]);
    expect(collector.decided).toMatchObject([
      { what: 'snooze', leadId: 'lead_1', body: { until: 'tomorrow', reason: 'On a train', by: user } },
    ]);
  });

  it('a lead is snoozed to a date, which has to be named', async () => {
    await post();
    await press('snooze');
    const values = { when: 'date', reason: 'After the fair' };
    const { body } = await slack.submitView({ user, values });
    expect(body).toEqual({ response_action: 'errors', errors: { date: 'Please choose a date.' } });
    expect(collector.decided).toEqual([]);
    await slack.submitView({ user, values: { ...values, date: '2030-02-01' } });
    expect(collector.decided).toMatchObject([{ what: 'snooze', body: { until: '2030-02-01' } }]);
  });

  it('a follow-up is logged from the card of a claimed lead, once', async () => {
    await post();
    await press('log_follow_up');
    await expect(slack.submitView({ user, values: { kind: 'call' } })).rejects.toThrow('asks for outcome');
    await slack.submitView({ user, values: { kind: 'call', outcome: 'not_reached', note: 'Mailbox' } });
    await slack.repeatEvent(3);
    expect(slack.openViews(user)).toEqual([]);
    expect(collector.decided).toMatchObject([
      {
        what: 'follow-ups',
        leadId: 'lead_1',
        body: { kind: 'call', outcome: 'not_reached', note: 'Mailbox', by: user },
      },
    ]);
  });

  it('a manager hears of a lead that nobody claimed, and can claim it there', async () => {
    await tell(user, { kind: 'escalated', since: '2030-01-07T09:00:00Z', missedBy: 'U0BEN' });
    const [message] = slack.messages(user);
    expect(message?.text).toMatch(
      /^Nobody has claimed Eva Beispiel of Firma GmbH since <!date\^.*, and <@U0BEN> was asked last\.$/,
    );
    await slack.press({ user, channel: user, actionId: 'claim_escalation' });
    await vi.waitFor(() => expect(collector.decided).toMatchObject([{ what: 'claim' }]), soon);
    await vi.waitFor(() => expect(slack.ephemerals(user)[0]?.text).toBe('The lead is yours.'), soon);
  });

  it('the owner hears that an attempt is due, and logs it there', async () => {
    await tell(user, { kind: 'follow_up_due', attempt: 2, attempts: 6 }, user);
    expect(slack.messages(user)[0]?.text).toBe(
      'Eva Beispiel of Firma GmbH: attempt 2 of 6 to reach them is due.',
    );
    await press('log_follow_up', user);
    await slack.submitView({ user, values: { kind: 'linkedin', outcome: 'reached' } });
    expect(collector.decided).toMatchObject([{ body: { kind: 'linkedin', outcome: 'reached' } }]);
  });

  it('the channel hears of a lead that is due again and nobody’s', async () => {
    await tell(null, { kind: 'snooze_over', reason: 'On a train' });
    expect(slack.messages(channel)[0]?.text).toBe('It is time to look at Eva Beispiel of Firma GmbH again.');
    await slack.press({ user, channel, actionId: 'claim_snoozed' });
    await vi.waitFor(() => expect(collector.decided).toMatchObject([{ what: 'claim' }]), soon);
  });
});

it.each([
  ['snooze', { when: 'next_week', reason: 'On a train' }, 'when'],
  ['log_follow_up', { kind: 'call', outcome: 'reached' }, 'outcome'],
])('what stands against %s is said at a field of its modal', async (actionId, values, field) => {
  await running.startBot('socket');
  await post();
  await press(actionId);
  collector.answerWith(409);
  const { body } = await slack.submitView({ user, values });
  expect(body).toEqual({ response_action: 'errors', errors: { [field]: 'as it was told' } });
  expect(slack.openViews(user)).toHaveLength(1);
});
