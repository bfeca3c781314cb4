import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Lead } from '@headwater/contract';
import type { Slack } from '../../../test/slack/slack.ts';
import type { CollectorStandIn } from './collector-stand-in.ts';
import { startRunning, type Mode, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 60_000, interval: 20 };
const user = 'U0ANNA';
const address = 'https://leads.example.com/#/leads/lead_1';

let running: Running;
let slack: Slack;
let collector: CollectorStandIn;

beforeEach(async () => {
  running = await startRunning({ linkDomains: ['leads.example.com'] });
  ({ slack, collector } = running);
  know();
});
afterEach(() => running.stop());

function know(changes: Partial<Lead> = {}): void {
  collector.cards.push(sampleCard(changes, { url: address }));
}

async function postCard(): Promise<void> {
  collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard() });
  await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);
}

/** Opens the modal of a button on the card and waits until it can be filled in. */
async function openModal(actionId: string, channel = '#sales-hot'): Promise<void> {
  expect((await slack.press({ user, channel, actionId })).acked).toBe(true);
  await vi.waitFor(() => expect(slack.openViews(user)[0]?.callback_id).toBe(actionId), soon);
}

async function chooseStage(stage: string): Promise<void> {
  const before = slack.openViews(user)[0]!.hash;
  await slack.choose({ user, blockId: 'stage', value: stage, values: {} });
  await vi.waitFor(() => expect(slack.openViews(user)[0]?.hash).not.toBe(before), soon);
}

const fields = (): (string | undefined)[] =>
  slack.openViews(user)[0]!.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));
const moved = () => collector.decided.filter(({ what }) => what === 'stage').map(({ body }) => body);
const shownPrivately = () => slack.ephemerals(user).at(-1);
const lead = (text: string) => slack.slashCommand({ user, command: '/lead', text, channel: '#sales' });

describe.each<Mode>(['socket', 'http'])('a stage is moved over %s', (mode) => {
  beforeEach(async () => {
    await running.startBot(mode);
    await postCard();
    await openModal('move_stage');
  });

  it.each([
    ['sql', ['stage', 'date']],
    ['opportunity', ['stage', 'value', 'currency', 'date']],
    ['customer', ['stage', 'revenue', 'margin', 'currency', 'date']],
    ['lost', ['stage', 'reason', 'date']],
  ])('and %s asks for what belongs to it', async (stage, expected) => {
    expect(fields()).toEqual(['stage']);
    await chooseStage(stage);
    expect(fields()).toEqual(expected);
  });

  it('to customer with revenue, margin, currency and day, once however often it is delivered', async () => {
    await chooseStage('customer');
    const values = { revenue: '12.000,50', margin: '3000', currency: 'chf', date: '2030-01-08' };
    expect((await slack.submitView({ user, values })).acked).toBe(true);
    expect(slack.openViews(user)).toEqual([]);
    await slack.repeatEvent(3);
    expect(moved()).toMatchObject([
      {
        stage: 'customer',
        revenue: { amount: 1_200_050, currency: 'CHF' },
        margin: { amount: 300_000, currency: 'CHF' },
        at: '2030-01-08T23:59:59Z',
        by: user,
      },
    ]);
  });

  it('and says what is wrong at the field it is about', async () => {
    await chooseStage('customer');
    const wrong = { revenue: 'a lot', margin: '1.2.3', currency: 'EUR', date: '2030-01-06' };
    const { body } = await slack.submitView({ user, values: wrong });
    expect(body).toEqual({
      response_action: 'errors',
      errors: {
        revenue: expect.stringContaining('12000'),
        margin: expect.stringContaining('12000'),
        date: 'It reached MQL on 7 Jan 2030: choose that day or a later one.',
      },
    });
    const later = await slack.submitView({ user, values: { revenue: '1', date: '2031-01-01' } });
    expect(later.body).toEqual({ response_action: 'errors', errors: { date: 'is in the future' } });
    const currency = await slack.submitView({ user, values: { revenue: '1', currency: 'XQQ' } });
    expect(currency.body).toMatchObject({ errors: { currency: expect.stringContaining('EUR') } });
    expect(moved()).toEqual([]);
    await slack.submitView({ user, values: { revenue: '1' } });
    expect(moved()).toMatchObject([{ stage: 'customer', revenue: { amount: 100, currency: 'EUR' } }]);
  });

  it('asks for the fields first when it is submitted before they have come', async () => {
    const { body } = await slack.submitView({ user, values: { stage: 'lost' } });
    expect(body).toMatchObject({ response_action: 'update' });
    expect(fields()).toEqual(['stage', 'reason', 'date']);
    await slack.submitView({ user, values: { reason: 'No budget' } });
    expect(moved()).toMatchObject([{ stage: 'lost', reason: 'No budget' }]);
  });
});

describe('a collector that takes its time', () => {
  beforeEach(async () => {
    await running.startBot('socket');
    await postCard();
    collector.answerAfter(4000);
  });

  it.each(['move_stage', 'reassign', 'disqualify'])('has the modal of %s opened in time', async (button) => {
    await openModal(button);
    expect(slack.calls('views.open').map(({ error }) => error)).toEqual([null]);
  });

  it.each([
    ['reassign', { owner: 'U0CARA' }],
    ['disqualify', { reason: 'A student' }],
  ])('is waited for after %s was submitted, and the modal says that it is done', async (button, values) => {
    await openModal(button);
    const { acked, body } = await slack.submitView({ user, values });
    expect([acked, body]).toMatchObject([true, { response_action: 'update' }]);
    await vi.waitFor(() => expect(JSON.stringify(slack.openViews(user)[0]?.blocks)).toContain('Done.'), soon);
    expect(collector.decided).toMatchObject([{ body: values }]);
  });

  it('shows the form again with what was typed when a stage could not be moved', async () => {
    await openModal('move_stage');
    await chooseStage('opportunity');
    const { body } = await slack.submitView({ user, values: { value: '5000', date: '2031-01-01' } });
    expect(body).toMatchObject({ response_action: 'update' });
    await vi.waitFor(() => expect(fields()).toEqual(['stage', 'value', 'currency', 'date']), soon);
    expect(JSON.stringify(slack.openViews(user)[0]?.blocks)).toContain('is in the future');
    collector.answerAfter(0);
    await slack.submitView({ user, values: { date: null } });
    expect(moved()).toMatchObject([{ stage: 'opportunity', value: { amount: 500_000, currency: 'EUR' } }]);
  });

  it('and one that is away says so in the modal', async () => {
    collector.answerAfter(0);
    collector.answerWith(503);
    await slack.press({ user, channel: '#sales-hot', actionId: 'move_stage' });
    await vi.waitFor(
      () => expect(JSON.stringify(slack.openViews(user)[0]?.blocks)).toContain('cannot be reached'),
      soon,
    );
  });
});

describe.each<Mode>(['socket', 'http'])('/lead over %s', (mode) => {
  beforeEach(async () => {
    await running.startBot(mode);
  });

  it('shows the card of an address to whoever asked, with buttons that keep it current', async () => {
    await lead('eva@firma.de');
    await lead(' <mailto:eva@firma.de|eva@firma.de> ');
    await vi.waitFor(() => expect(slack.ephemerals(user)).toHaveLength(2), soon);
    for (const { blocks } of slack.ephemerals(user)) expect(JSON.stringify(blocks)).toContain('Eva Beispiel');
    expect(slack.messages('#sales')).toEqual([]);

    await slack.press({ user, channel: '#sales', actionId: 'claim' });
    await vi.waitFor(() => expect(shownPrivately()?.text).toContain(`is with <@${user}>`), soon);
    await openModal('move_stage', '#sales');
    await chooseStage('lost');
    await slack.submitView({ user, values: { reason: 'No budget' } });
    await vi.waitFor(() => expect(shownPrivately()?.text).toContain('is lost'), soon);
    expect(slack.ephemerals()).toHaveLength(2);
    expect(() => slack.press({ user: 'U0BEN', channel: '#sales', actionId: 'move_stage' })).toThrow(
      'no button',
    );
  });

  it('finds leads by words and shows one on demand', async () => {
    for (let index = 2; index < 14; index += 1) know({ id: `lead_${index}`, name: `Max ${index}` });
    await lead('search max');
    await vi.waitFor(() => expect(shownPrivately()?.text).toBe('The newest 10 leads for “max”.'), soon);
    await slack.press({ user, channel: '#sales', actionId: 'show_lead', value: 'lead_5' });
    await vi.waitFor(() => expect(shownPrivately()?.text).toContain('Max 5 of Firma GmbH'), soon);
    await lead('max 7');
    await vi.waitFor(() => expect(shownPrivately()?.text).toBe('1 lead for “max 7”.'), soon);
  });

  it('says kindly that nobody was found, what it can do, and that the collector is away', async () => {
    await lead('nobody@nowhere.de');
    await vi.waitFor(
      () => expect(shownPrivately()?.text).toContain('No lead found for “nobody@nowhere.de”'),
      soon,
    );
    for (const text of ['', 'help', 'search', ' Search ']) await lead(text);
    await vi.waitFor(() => expect(slack.ephemerals(user)).toHaveLength(5), soon);
    expect(shownPrivately()?.text).toContain('`/lead search WORDS`');
    await lead(`search ${'<!channel> '.repeat(900)}`);
    await vi.waitFor(() => expect(slack.ephemerals(user)).toHaveLength(6), soon);
    expect(shownPrivately()?.text).not.toContain('<!');
    collector.answerWith(503);
    await lead('search eva');
    await vi.waitFor(() => expect(shownPrivately()?.text).toContain('cannot be reached'), soon);
  });
});

describe.each<Mode>(['socket', 'http'])('a link to a lead over %s', (mode) => {
  beforeEach(async () => {
    await running.startBot(mode);
  });
  const say = (text: string) => slack.say({ user, channel: '#sales', text });

  it('is shown in short under the message, the same however often the event comes', async () => {
    const message = say(`Look at ${address} please`);
    await vi.waitFor(() => expect(message.unfurls).toBeDefined(), soon);
    const shown = JSON.stringify(message.unfurls![address]!.blocks);
    expect(shown).toContain('Eva Beispiel of Firma GmbH');
    expect(shown).not.toContain('eva@firma.de');
    const first = JSON.stringify(message.unfurls);
    await slack.repeatEvent(3);
    await vi.waitFor(() => expect(slack.calls('chat.unfurl')).toHaveLength(4), soon);
    expect(JSON.stringify(message.unfurls)).toBe(first);
  });

  it('is left alone where it is no lead of ours', async () => {
    collector.cards[0]!.url = 'https://other.example.com/#/leads/lead_1';
    const others = [
      'https://leads.example.com/#/',
      'https://leads.example.com/#/leads/lead_unknown',
      address,
    ];
    const messages = others.map(say);
    await vi.waitFor(
      () => expect(collector.asked.filter((line) => line.endsWith('/card'))).toHaveLength(2),
      soon,
    );
    expect(slack.calls('chat.unfurl')).toEqual([]);
    expect(messages.map(({ unfurls }) => unfurls)).toEqual([undefined, undefined, undefined]);
  });
});

it('whoever lost a claim is told also where the bot may not write', async () => {
  await running.startBot('http');
  await postCard();
  slack.fail({ kind: 'refuse', method: 'chat.postEphemeral', error: 'not_in_channel' });
  const press = { channel: '#sales-hot', actionId: 'claim' };
  await Promise.all([slack.press({ ...press, user }), slack.press({ ...press, user: 'U0BEN' })]);
  await vi.waitFor(() => expect(slack.ephemerals()).toHaveLength(1), soon);
  expect(slack.ephemerals()[0]?.text).toMatch(/^<@U0(ANNA|BEN)> already has this lead\.$/);
});

it('a card that another replaced has no buttons any more', async () => {
  await running.startBot('socket');
  await postCard();
  const { channel, ts } = slack.messages('#sales-hot')[0]!;
  const payload = { ...sampleCard(), card: { channel, ts }, replaced: true };
  collector.owe('#sales-hot', { kind: 'card_update', payload });
  await vi.waitFor(() => expect(running.done()).toHaveLength(2), soon);
  const [card] = slack.messages('#sales-hot');
  expect(card?.text).toBe('Eva Beispiel of Firma GmbH: another card stands for this lead now.');
  expect(JSON.stringify(card?.blocks)).not.toContain('action_id');
});
