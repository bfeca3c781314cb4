import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { demoRequest, leadOf, whitepaper } from '../../collector/test/sending.ts';
import { asAdmin } from '../../collector/test/setup.ts';
import { startTogether, type Together } from './real-collector.ts';
import type { Mode } from './running.ts';

const soon = { timeout: 60_000, interval: 20 };
const anna = 'U0ANNA';

/** What nobody would type, as long as anybody could paste. */
const evil = '<!channel> <@U0BEN> *bold* _it_ `x` <https://evil.example|click> & 👩‍👩‍👧‍👦 مرحبا \u202Egnp.exe ';
const long = (length: number): string =>
  evil
    .repeat(Math.ceil(length / evil.length))
    .slice(0, length)
    .toWellFormed();

let together: Together;
let leadId: string;

async function start(mode: Mode): Promise<void> {
  together = await startTogether(mode, ['#leads']);
  const { ask } = together.collector;
  await ask('PUT', '/v1/settings/people', { people: [], admin: anna, manager: anna }, once);
  const more = { name: long(200), company: long(200), message: long(5000), heardFrom: long(500) };
  ({ id: leadId } = await leadOf(ask, demoRequest({ email: 'eva@zentrum.de', ...more })));
  await leadOf(ask, whitepaper({ email: 'max@zentrum.de', name: long(200) }));
  await vi.waitFor(() => expect(messages()).toHaveLength(1), soon);
}
const once = { ...asAdmin, 'If-Match': '"0"' };
afterEach(() => together.stop());

const messages = () => together.slack.messages('#leads');
const view = () => together.slack.openViews(anna)[0];
const lead = async () =>
  (await together.collector.ask('GET', `/v1/leads/${leadId}`, undefined, asAdmin)).body;

async function open(actionId: string, callbackId = actionId): Promise<void> {
  const { acked } = await together.slack.press({ user: anna, channel: '#leads', actionId });
  expect(acked).toBe(true);
  await vi.waitFor(() => expect(view()?.callback_id).toBe(callbackId), soon);
}

/** Fills every text input of the open form to its brim. */
function brim(): Record<string, string> {
  const inputs = view()!.blocks.filter(({ type }) => type === 'input');
  return Object.fromEntries(
    inputs.flatMap((block) => {
      const element = block['element'] as { type: string; max_length?: number };
      const isText = element.type === 'plain_text_input';
      return isText ? [[String(block.block_id), long(element.max_length ?? 3000)]] : [];
    }),
  );
}

const submit = (values: Record<string, unknown> = {}) =>
  together.slack.submitView({ user: anna, values: { ...brim(), ...values } });

/** Nothing that Slack would have refused, nothing formatted that came from people, nothing that failed. */
async function expectSound(): Promise<void> {
  // what colleagues do is shown within a minute
  const { clock } = together.collector;
  clock.set(clock.now() + 2 * 60_000);
  await vi.waitFor(async () => {
    const { body } = await together.collector.ask('GET', '/v1/status', undefined, asAdmin);
    expect(body.deliveries).toMatchObject({ waiting: 0, dead: 0 });
  }, soon);
  expect(together.slack.calls().filter(({ error }) => error !== null)).toEqual([]);
  expect(together.logged()).toEqual([]);
  const threads = messages().flatMap(({ ts }) => together.slack.thread('#leads', ts));
  const seen = JSON.stringify([
    messages(),
    threads,
    together.slack.messages(anna),
    together.slack.ephemerals(),
    together.slack.openViews(anna),
  ]);
  for (const [, words] of seen.matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g)) {
    expect(words).not.toMatch(/<!channel>|<https:\/\/evil|<@U0BEN>|\*bold\*|_it_|`x`/);
  }
  for (const [, words] of seen.matchAll(/"text":"((?:[^"\\]|\\.)*)","blocks"/g)) {
    expect(words).not.toMatch(/<!channel>|<https:\/\/evil|<@U0BEN>/);
  }
}

describe.each<Mode>(['socket', 'http'])('over %s, a person who types what nobody would', (mode) => {
  beforeEach(() => start(mode));

  it('in the forms of the card: everything is text, whole, and within every limit', async () => {
    await open('snooze');
    await submit({ when: 'tomorrow' });
    await open('qualify');
    await submit({ role: 'champion' });
    await together.slack.press({ user: anna, channel: '#leads', actionId: 'claim' });
    await vi.waitFor(async () => expect((await lead()).owner).toBe(anna), soon);
    await vi.waitFor(() => expect(JSON.stringify(messages())).toContain('log_follow_up'), soon);
    await open('log_follow_up');
    await submit({ kind: 'call', outcome: 'not_reached' });
    await open('move_stage');
    await together.slack.choose({ user: anna, blockId: 'stage', value: 'lost', values: {} });
    await vi.waitFor(() => expect(Object.keys(brim())).toContain('reason'), soon);
    await submit({ stage: 'lost' });
    expect(together.slack.openViews(anna)).toEqual([]);
    const { stage, qualification, followUps, history } = await lead();
    expect([stage, followUps.length]).toEqual(['lost', 1]);
    expect(qualification.framework).toBe('bant');
    const kinds = history.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['snoozed', 'role_changed', 'claimed', 'follow_up', 'stage_changed']),
    );
    await expectSound();
  });

  it('in Disqualify and Reassign: the reason stands in the thread, and the next owner sees text', async () => {
    await open('reassign');
    await submit({ owner: 'U0CARA' });
    await open('disqualify');
    const { body } = await submit();
    expect(body).not.toMatchObject({ response_action: 'errors' });
    expect(together.slack.openViews(anna)).toEqual([]);
    await vi.waitFor(async () => expect((await lead()).stage).toBe('disqualified'), soon);
    await expectSound();
    const threads = messages().flatMap(({ ts }) => together.slack.thread('#leads', ts));
    expect(JSON.stringify(threads)).toContain('*bold* _it_');
  });

  it('in amounts and dates: is told what is wrong at its field, and nothing is changed', async () => {
    await open('move_stage');
    await together.slack.choose({ user: anna, blockId: 'stage', value: 'customer', values: {} });
    await vi.waitFor(() => expect(Object.keys(brim())).toContain('revenue'), soon);
    const { body } = await submit({ stage: 'customer', currency: '👩‍' });
    expect(body).toMatchObject({ response_action: 'errors', errors: { currency: expect.any(String) } });
    const again = await submit({ stage: 'customer', currency: 'EUR' });
    expect(again.body).toMatchObject({ errors: { revenue: expect.any(String) } });
    together.slack.closeView(anna);
    await open('snooze');
    const refused = await submit({ when: 'date', date: '2031-01-01' });
    expect(refused.body).toMatchObject({ errors: { date: 'the date must lie ahead, and within a year' } });
    expect(await lead()).toMatchObject({ stage: 'mql', snoozed: null });
    await expectSound();
  });

  it('in /refer: the referral is taken or refused kindly, and its news are text', async () => {
    await together.slack.slashCommand({ user: anna, command: '/refer', text: '' });
    await vi.waitFor(() => expect(view()?.callback_id).toBe('refer_submit'), soon);
    const refused = await submit();
    expect(refused.body).toMatchObject({ response_action: 'errors', errors: { email: expect.any(String) } });
    await submit({ email: 'neu@muster.de', linkedin: '' });
    expect(together.slack.openViews(anna)).toEqual([]);
    await vi.waitFor(() => expect(together.slack.messages(anna).length).toBeGreaterThan(0), soon);
    await together.slack.slashCommand({ user: anna, command: '/refer', text: 'status' });
    await together.slack.slashCommand({ user: anna, command: '/refer', text: long(10_000) });
    await expectSound();
  });

  it('in /lead: is answered privately, whatever the words are', async () => {
    const asked = ['search ', '', 'search max', 'eva@zentrum.de'].map((text) => text);
    for (const text of [...asked, `search ${long(10_000)}`, long(10_000), `${'a'.repeat(9000)}@b.de`, '%_\\'])
      await together.slack.slashCommand({ user: anna, command: '/lead', text, channel: '#leads' });
    await vi.waitFor(() => expect(together.slack.ephemerals(anna)).toHaveLength(8), soon);
    await expectSound();
  });

  it('in the Home: days, notes and pools', async () => {
    const pool = { name: long(80).trim(), strategy: 'round_robin', members: [{ slackUser: anna }] };
    const routing = { rules: [], pools: [pool], fallback: { channel: '#leads' } };
    const { status } = await together.collector.ask('PUT', '/v1/settings/routing', routing, once);
    expect(status).toBe(200);
    await together.slack.openHome(anna);
    await vi.waitFor(() => expect(together.slack.home(anna)).not.toBeNull(), soon);
    await together.slack.pressHome({ user: anna, actionId: 'home_away' });
    await vi.waitFor(() => expect(view()?.callback_id).toBe('home_away'), soon);
    await submit({ from: '2026-03-09', until: '2026-03-10' });
    await vi.waitFor(() => expect(JSON.stringify(together.slack.home(anna))).toContain('2026-03-09'), soon);
    await together.slack.pressHome({ user: anna, actionId: 'home_notify' });
    await vi.waitFor(() => expect(view()?.callback_id).toBe('home_notify'), soon);
    await submit({ from: '08:00', to: '18:00' });
    await vi.waitFor(() => expect(JSON.stringify(together.slack.home(anna))).toContain('08:00'), soon);
    await together.slack.pressHome({ user: anna, actionId: 'home_pool' });
    await vi.waitFor(() => expect(view()?.callback_id).toBe('home_pool'), soon);
    expect(JSON.stringify(view()?.blocks)).toContain('*bold* _it_');
    await submit({ members: [anna, 'U0CARA'] });
    expect(together.slack.openViews(anna)).toEqual([]);
    await expectSound();
  });
});
