import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Slack } from '../../../test/slack/slack.ts';
import type { CollectorStandIn } from './collector-stand-in.ts';
import { startRunning, type Mode, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 60_000, interval: 20 };

let running: Running;
let slack: Slack;
let collector: CollectorStandIn;
let startBot: Running['startBot'];

beforeEach(async () => {
  running = await startRunning();
  ({ slack, collector, startBot } = running);
});
afterEach(() => running.stop());

describe.each<Mode>(['socket', 'http'])('over %s', (mode) => {
  it('posts a card and tells the collector where it stands', async () => {
    await startBot(mode);
    const id = collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard() });
    await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
    const [message] = slack.messages('#sales-hot');
    expect(message?.text).toBe(
      'Eva Beispiel of Firma GmbH is a hot lead for <@U0ANNA>, waiting to be claimed.',
    );
    expect(message?.metadata).toEqual({ event_type: 'headwater_delivery', event_payload: { id } });
    expect(running.done()[0]).toMatchObject({
      id,
      body: { ref: { channel: message!.channel, ts: message!.ts } },
    });
  });

  it('claims for the first and tells the second, privately, who has the lead', async () => {
    await startBot(mode);
    await postCard();
    const presses = await Promise.all([
      slack.press({ user: 'U0ANNA', channel: '#sales-hot', actionId: 'claim' }),
      slack.press({ user: 'U0BEN', channel: '#sales-hot', actionId: 'claim' }),
    ]);
    expect(presses.every((press) => press.acked)).toBe(true);
    await vi.waitFor(() => expect(slack.ephemerals()).toHaveLength(1), soon);
    expect(collector.decided).toHaveLength(1);
    const winner = String(collector.decided[0]!.body['owner']);
    const loser = winner === 'U0ANNA' ? 'U0BEN' : 'U0ANNA';
    expect(slack.ephemerals(loser)[0]?.text).toBe(`<@${winner}> already has this lead.`);
  });

  it('takes a press that is delivered four times as one decision', async () => {
    await startBot(mode);
    await postCard();
    await slack.press({ user: 'U0ANNA', channel: '#sales-hot', actionId: 'claim' });
    const repeats = await slack.repeatEvent(3);
    expect(repeats.every((repeat) => repeat.acked)).toBe(true);
    const claims = () => collector.asked.filter((line) => line.endsWith('/claim'));
    await vi.waitFor(() => expect(claims()).toHaveLength(4), soon);
    expect(collector.decided).toHaveLength(1);
    expect(collector.decided[0]!.body['eventId']).toMatch(/^U0ANNA:\d+\.\d+:claim$/);
    expect(slack.ephemerals()).toEqual([]);
  });

  it('reassigns to whom was chosen, or to the next in line', async () => {
    await startBot(mode);
    await postCard();
    for (const values of [{ owner: 'U0CARA' }, {}]) {
      await slack.press({ user: 'U0ANNA', channel: '#sales-hot', actionId: 'reassign' });
      await vi.waitFor(() => expect(slack.openViews('U0ANNA')).toHaveLength(1), soon);
      await slack.submitView({ user: 'U0ANNA', values });
      expect(slack.openViews('U0ANNA')).toEqual([]);
    }
    expect(
      collector.decided.map(({ what, leadId, body }) => [what, leadId, body['owner'], body['by']]),
    ).toEqual([
      ['assign', 'lead_1', 'U0CARA', 'U0ANNA'],
      ['assign', 'lead_1', undefined, 'U0ANNA'],
    ]);
  });

  it('disqualifies with a reason, once however often the modal is delivered', async () => {
    await startBot(mode);
    await postCard();
    await slack.press({ user: 'U0ANNA', channel: '#sales-hot', actionId: 'disqualify' });
    await vi.waitFor(() => expect(slack.openViews('U0ANNA')).toHaveLength(1), soon);
    await expect(slack.submitView({ user: 'U0ANNA', values: {} })).rejects.toThrow('asks for reason');
    await slack.submitView({ user: 'U0ANNA', values: { reason: 'a student' } });
    await slack.repeatEvent(2);
    expect(collector.decided).toMatchObject([
      { what: 'disqualify', leadId: 'lead_1', body: { reason: 'a student' } },
    ]);
  });

  it('makes the same referral from the command and from both shortcuts', async () => {
    await startBot(mode);
    const { ts } = slack.say({ user: 'U0BEN', channel: '#sales', text: 'I know somebody' });
    const user = 'U0ANNA';
    const opened = [
      () => slack.slashCommand({ user, command: '/refer', channel: '#sales' }),
      () => slack.globalShortcut({ user, callbackId: 'refer' }),
      () => slack.messageShortcut({ user, callbackId: 'refer_from_message', channel: '#sales', ts }),
    ];
    const values = { name: 'Max', company: 'Muster AG', email: 'max@muster.de', introduction: ['yes'] };
    for (const open of opened) {
      await open();
      await vi.waitFor(() => expect(slack.openViews(user)).toHaveLength(1), soon);
      await slack.submitView({ user, values });
      expect(slack.openViews(user)).toEqual([]);
    }
    expect(collector.referrals.map(({ via }) => via)).toEqual([
      'command',
      'global_shortcut',
      'message_shortcut',
    ]);
    const same = collector.referrals.map((one) => ({ ...one, via: null, submission: null }));
    const expected = {
      name: 'Max',
      company: 'Muster AG',
      email: 'max@muster.de',
      introduction: true,
      referrer: user,
      referrerEmail: 'u0anna@headwater.example',
      strict: true,
      via: null,
      submission: null,
    };
    const fromMessage = { ...expected, relationship: 'I know somebody' };
    expect(same).toEqual([expected, expected, fromMessage]);
  });

  it('fills the form in with what the message says, which can be sent as it is', async () => {
    await startBot(mode);
    const text =
      'Met Jane Doe of Acme GmbH: <mailto:jane@acme.com|jane@acme.com>, <tel:+49301234567|+49 30 1234567>';
    const { ts } = slack.say({ user: 'U0BEN', channel: '#sales', text });
    const user = 'U0ANNA';
    await slack.messageShortcut({ user, callbackId: 'refer_from_message', channel: '#sales', ts });
    await vi.waitFor(() => expect(slack.openViews(user)).toHaveLength(1), soon);
    expect(JSON.stringify(slack.openViews(user)[0]?.blocks)).toContain('Filled in from the message');
    await slack.submitView({ user, values: { company: 'Acme AG' } });
    expect(collector.referrals).toMatchObject([
      {
        via: 'message_shortcut',
        name: 'Jane Doe',
        company: 'Acme AG',
        email: 'jane@acme.com',
        phone: '+49 30 1234567',
        relationship: 'Met Jane Doe of Acme GmbH: jane@acme.com, +49 30 1234567',
      },
    ]);
  });

  it('shows what the collector objects to at its field, and keeps the form open', async () => {
    await startBot(mode);
    await slack.slashCommand({ user: 'U0ANNA', command: '/refer' });
    await vi.waitFor(() => expect(slack.openViews('U0ANNA')).toHaveLength(1), soon);
    const { body } = await slack.submitView({
      user: 'U0ANNA',
      values: { name: 'Max', company: 'Muster AG' },
    });
    expect(body).toEqual({
      response_action: 'errors',
      errors: { email: 'give one way to reach them: e-mail, phone or LinkedIn' },
    });
    expect(slack.openViews('U0ANNA')).toHaveLength(1);
  });

  it('lists one’s own referrals privately', async () => {
    await startBot(mode);
    await slack.slashCommand({ user: 'U0ANNA', command: '/refer', text: 'status' });
    await vi.waitFor(() => expect(slack.ephemerals('U0ANNA')).toHaveLength(1), soon);
    await refer('U0ANNA');
    await slack.slashCommand({ user: 'U0ANNA', command: '/refer', text: ' Status ' });
    await vi.waitFor(() => expect(slack.ephemerals('U0ANNA')).toHaveLength(2), soon);
    expect(slack.ephemerals().map(({ text }) => text)).toEqual([
      'You have not referred anybody yet: `/refer` opens the form.',
      'You have made 1 referral.',
    ]);
  });

  it('opens the form although the collector answers in 4 s and a trigger lives 3', async () => {
    await startBot(mode);
    collector.answerAfter(4000);
    const receipt = await slack.slashCommand({ user: 'U0ANNA', command: '/refer' });
    expect(receipt.acked).toBe(true);
    await vi.waitFor(() => expect(slack.openViews('U0ANNA')).toHaveLength(1), soon);
    expect(slack.openViews('U0ANNA')[0]?.callback_id).toBe('');
    await vi.waitFor(() => expect(slack.openViews('U0ANNA')[0]?.callback_id).toBe('refer_submit'), soon);
  });

  it('takes a referral although the collector answers too late for the modal', async () => {
    await startBot(mode);
    await slack.slashCommand({ user: 'U0ANNA', command: '/refer' });
    await vi.waitFor(() => expect(slack.openViews('U0ANNA')).toHaveLength(1), soon);
    collector.answerAfter(3500);
    const receipt = await slack.submitView({
      user: 'U0ANNA',
      values: { name: 'Max', company: 'Muster AG', phone: '1' },
    });
    expect(receipt.body).toMatchObject({ response_action: 'update' });
    await vi.waitFor(
      () =>
        expect(JSON.stringify(slack.openViews('U0ANNA')[0]?.blocks)).toContain('Thank you, it has arrived.'),
      soon,
    );
    expect(collector.referrals).toHaveLength(1);
  });

  it('says that nothing was changed when the collector gives no answer to a claim', async () => {
    await startBot(mode);
    await postCard();
    collector.answerWith(503);
    await slack.press({ user: 'U0ANNA', channel: '#sales-hot', actionId: 'claim' });
    await vi.waitFor(() => expect(slack.ephemerals('U0ANNA')).toHaveLength(1), soon);
    expect(slack.ephemerals('U0ANNA')[0]?.text).toContain('nothing was changed');
    expect(collector.decided).toEqual([]);
  });
});

async function postCard(): Promise<void> {
  collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard() });
  await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
}

async function refer(user: string): Promise<void> {
  await slack.slashCommand({ user, command: '/refer' });
  await vi.waitFor(() => expect(slack.openViews(user)).toHaveLength(1), soon);
  await slack.submitView({ user, values: { name: 'Max', company: 'Muster AG', email: 'max@muster.de' } });
}
