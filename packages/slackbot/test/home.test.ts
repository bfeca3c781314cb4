import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asAdmin, asBot, minute, tuesday, type TestCollector } from '../../collector/test/setup.ts';
import { demoRequest, leadOf } from '../../collector/test/sending.ts';
import type { Slack } from '../../../test/slack/slack.ts';
import { startWithCollector, type WithCollector } from './home-running.ts';
import type { Mode } from './running.ts';

const soon = { timeout: 60_000, interval: 20 };
const anna = 'U0ANNA001';
const bert = 'U0BERT002';
const dora = 'U0DORA004';

let running: WithCollector;
let slack: Slack;
let collector: TestCollector;

async function start(mode: Mode): Promise<void> {
  running = await startWithCollector(mode, [anna, bert, dora]);
  ({ slack, collector } = running);
  const then = { pool: 'Sales', channel: '#sales', deadlineMinutes: 5 };
  await put('routing', {
    rules: [{ name: 'All', when: {}, then }],
    pools: [{ name: 'Sales', strategy: 'round_robin', members: [{ slackUser: anna }] }],
    fallback: { channel: '#leads' },
  });
  await put('people', { people: [{ slackUser: anna, manager: dora }] });
}
afterEach(() => running.stop());

async function put(name: string, value: object): Promise<void> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  expect((await collector.ask('PUT', `/v1/settings/${name}`, value, headers)).status).toBe(200);
}
const hot = (more: object = {}) => leadOf(collector.ask, demoRequest(more));
const shown = (user: string): string => JSON.stringify(slack.home(user)?.blocks ?? null);
const whenShown = (user: string, words: string) =>
  vi.waitFor(() => expect(shown(user)).toContain(words), soon);
const whenGone = (user: string, words: string) =>
  vi.waitFor(() => expect(shown(user)).not.toContain(words), soon);
const whenAsked = (user: string, callbackId: string) =>
  vi.waitFor(() => expect(slack.openViews(user)[0]?.callback_id).toBe(callbackId), soon);
const people = async () =>
  (await collector.ask('GET', '/v1/settings/people', undefined, asAdmin)).body.value.people;
const refusals = () => slack.calls().filter(({ error }) => error !== null);

describe.each<Mode>(['socket', 'http'])('over %s', (mode) => {
  beforeEach(() => start(mode));

  it('shows each person their own leads, and managers the team', async () => {
    const lead = await hot({ name: 'Max <!channel> *Muster*' });
    expect((await slack.openHome(anna)).acked).toBe(true);
    await whenShown(anna, 'Your leads: 1');
    expect(shown(anna)).toContain('Max <!channel> *Muster* of ');
    expect(shown(anna)).toContain('Claim by <!date^');
    expect(shown(anna)).not.toContain('Your team');
    await slack.openHome(dora);
    await whenShown(dora, 'Your team');
    expect(shown(dora)).toContain('Nothing is waiting for you.');
    expect(shown(dora)).not.toContain(lead.id);
    expect(refusals()).toEqual([]);
  });

  it('claims a lead, and shows it as theirs', async () => {
    const { id } = await hot();
    await slack.openHome(anna);
    await whenShown(anna, 'to be claimed');
    expect((await slack.pressHome({ user: anna, actionId: 'home_claim', value: id })).acked).toBe(true);
    await whenGone(anna, 'to be claimed');
    expect(shown(anna)).toContain(`https://leads.acme.test/#/leads/${id}`);
    const lead = (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
    expect(lead.owner).toBe(anna);
    expect((await slack.pressHome({ user: anna, actionId: 'home_open' })).acked).toBe(true);
  });

  it('tells who was faster, once however often the press is delivered', async () => {
    const { id } = await hot();
    await slack.openHome(anna);
    await whenShown(anna, 'to be claimed');
    await collector.ask('POST', `/v1/leads/${id}/claim`, { owner: bert }, asBot);
    await slack.pressHome({ user: anna, actionId: 'home_claim' });
    await slack.repeatEvent(3);
    await whenShown(anna, `<@${bert}> already has this lead.`);
    await whenShown(anna, 'Nothing is waiting for you.');
    const { history } = (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
    expect(history.map(({ kind }: { kind: string }) => kind)).toEqual(['assigned', 'claimed']);
  });

  it('takes days out of office, shows them, and takes them away again', async () => {
    await slack.openHome(anna);
    await whenShown(anna, 'Your settings');
    await slack.pressHome({ user: anna, actionId: 'home_away' });
    await whenAsked(anna, 'home_away');
    const wrong = await slack.submitView({ user: anna, values: { from: '2026-03-10', until: '2026-03-09' } });
    expect(wrong.body).toEqual({ response_action: 'errors', errors: { until: 'is before the first day' } });
    const values = { from: '2026-03-09', until: '2026-03-13', note: 'Skiing <!here>' };
    await slack.submitView({ user: anna, values });
    await slack.repeatEvent(2);
    expect(slack.openViews(anna)).toEqual([]);
    await whenShown(anna, 'Out of office from 2026-03-09 until 2026-03-13: Skiing <!here>');
    expect((await people())[0].absences).toEqual([values]);
    await slack.pressHome({ user: anna, actionId: 'home_back', value: '2026-03-09/2026-03-13' });
    await whenGone(anna, 'Skiing');
    expect((await people())[0].absences).toEqual([]);
  });

  it('lets a manager enter the days of somebody else, whom the form asks nobody else for', async () => {
    await slack.openHome(dora);
    await whenShown(dora, 'Your settings');
    await slack.pressHome({ user: dora, actionId: 'home_away' });
    await whenAsked(dora, 'home_away');
    await slack.submitView({
      user: dora,
      values: { person: anna, from: '2026-03-04', until: '2026-03-04' },
    });
    await slack.openHome(anna);
    await whenShown(anna, 'Out of office on 2026-03-04');
    await slack.pressHome({ user: anna, actionId: 'home_away' });
    await whenAsked(anna, 'home_away');
    const values = { person: bert, from: '2026-03-04', until: '2026-03-04' };
    await expect(slack.submitView({ user: anna, values })).rejects.toThrow('no input person');
  });

  it('sets notification hours, shows the present ones, and takes them away', async () => {
    await slack.openHome(anna);
    await whenShown(anna, 'at any time');
    const ask = async (values: object) => {
      await slack.pressHome({ user: anna, actionId: 'home_notify' });
      await whenAsked(anna, 'home_notify');
      return slack.submitView({ user: anna, values: { ...values } });
    };
    const half = await ask({ from: '10:00' });
    expect(half.body).toMatchObject({ errors: { to: 'Choose both times, or none.' } });
    await slack.submitView({ user: anna, values: { from: '10:00', to: '16:00' } });
    await whenShown(anna, 'Messages that can wait come from 10:00 to 16:00');
    await slack.pressHome({ user: anna, actionId: 'home_notify' });
    await whenAsked(anna, 'home_notify');
    expect(JSON.stringify(slack.openViews(anna)[0]?.blocks)).toContain('"initial_time":"16:00"');
    await slack.submitView({ user: anna, values: { from: null, to: null } });
    await whenShown(anna, 'at any time');
  });

  it('lets a manager say who is in a pool', async () => {
    await slack.openHome(dora);
    await whenShown(dora, 'Sales');
    await slack.pressHome({ user: dora, actionId: 'home_pool', value: 'Sales' });
    await whenAsked(dora, 'home_pool');
    expect(JSON.stringify(slack.openViews(dora)[0]?.blocks)).toContain(`"initial_users":["${anna}"]`);
    await expect(slack.submitView({ user: dora, values: { members: [] } })).rejects.toThrow(
      'asks for members',
    );
    // saved as it stands, it stays as it is
    await slack.submitView({ user: dora, values: {} });
    expect(slack.openViews(dora)).toEqual([]);
    await slack.pressHome({ user: dora, actionId: 'home_pool', value: 'Sales' });
    await whenAsked(dora, 'home_pool');
    expect(JSON.stringify(slack.openViews(dora)[0]?.blocks)).toContain(`"initial_users":["${anna}"]`);
    await slack.submitView({ user: dora, values: { members: [bert, dora] } });
    await whenShown(dora, `<@${bert}>, <@${dora}>`);
    expect((await hot()).assignment.owner).toBe(bert);
  });

  it('tells somebody who manages nobody any more', async () => {
    await slack.openHome(dora);
    await whenShown(dora, 'Sales');
    await slack.pressHome({ user: dora, actionId: 'home_pool' });
    await whenAsked(dora, 'home_pool');
    await put('people', { people: [] });
    const { body } = await slack.submitView({ user: dora, values: { members: [dora] } });
    expect(body).toEqual({
      response_action: 'errors',
      errors: { members: 'only managers may change this' },
    });
  });

  it('shows where the referrals stand, and who refers most', async () => {
    const friend = { name: 'Max <b>', company: 'Muster AG', email: 'max@muster.de' };
    await collector.ask(
      'POST',
      '/v1/referrals',
      { submission: 'V1', via: 'command', referrer: anna, ...friend },
      asBot,
    );
    await slack.openHome(anna);
    await whenShown(anna, 'Max <b> of Muster AG: we look at it within 24 hours');
    expect(shown(anna)).toContain(`1. <@${anna}>: 1 submitted, 0 qualified, 0 won`);
  });

  it('says that the collector is away, and shows everything again when it is back', async () => {
    await slack.openHome(anna);
    await whenShown(anna, 'Your leads');
    running.isAway(true);
    await slack.pressHome({ user: anna, actionId: 'home_refresh' });
    await whenShown(anna, 'cannot be reached');
    running.isAway(false);
    await slack.pressHome({ user: anna, actionId: 'home_refresh' });
    await whenShown(anna, 'Your leads');
    expect(shown(anna)).not.toContain('cannot be reached');
  });

  it('opens every modal although the collector answers in 4 s and a trigger lives 3', async () => {
    await slack.openHome(dora);
    await whenShown(dora, 'Your team');
    running.answerAfter(4000);
    for (const actionId of ['home_away', 'home_notify', 'home_pool']) {
      await slack.pressHome({ user: dora, actionId });
      await vi.waitFor(() => expect(slack.openViews(dora)[0]?.callback_id).toBe(actionId), soon);
      slack.closeViews(dora);
    }
  });
});

describe('the Home', () => {
  beforeEach(() => start('socket'));

  it('says that it is on its way to whoever opens it first while the collector is slow', async () => {
    running.answerAfter(2500);
    await slack.openHome(anna);
    await whenShown(anna, 'One moment');
    await whenShown(anna, 'Your leads');
    expect(slack.calls('views.publish')).toHaveLength(2);
  });

  it('is not asked for when another tab is opened', async () => {
    await slack.openHome(anna, 'messages');
    await slack.openHome(bert);
    await whenShown(bert, 'Your leads');
    expect(slack.home(anna)).toBeNull();
  });

  it('does not put an older Home over a newer one', async () => {
    await hot();
    await slack.openHome(anna);
    await whenShown(anna, 'to be claimed');
    await Promise.all([
      slack.pressHome({ user: anna, actionId: 'home_claim' }),
      slack.pressHome({ user: anna, actionId: 'home_refresh' }),
      slack.pressHome({ user: anna, actionId: 'home_refresh' }),
    ]);
    await whenGone(anna, 'to be claimed');
    const published = () => slack.calls('views.publish');
    await vi.waitFor(() => expect(published().filter(({ error }) => !error).length).toBe(4), soon);
    expect(published().filter(({ error }) => error === 'hash_conflict')).toHaveLength(2);
    expect(shown(anna)).not.toContain('to be claimed');
  });

  it('fits 200 leads with hostile names into what Slack shows', async () => {
    for (let n = 0; n < 200; n += 1) {
      const name = `${'<!channel> *👩‍👩‍👧‍👦* مرحبا '.repeat(6)}${n}`;
      await hot({ name, company: `<@${bert}> | <http://evil.example|ok> & ${'x'.repeat(100)}` });
    }
    collector.clock.set(tuesday + minute);
    await slack.openHome(anna);
    await whenShown(anna, 'Your leads: 200');
    expect(shown(anna)).toContain('and 165 more that are less urgent');
    expect(refusals()).toEqual([]);
    const formatted = JSON.stringify(
      slack.home(anna)?.blocks.map(({ text, fields }) => [text, fields]),
      (_key, value) => (value?.type === 'plain_text' ? undefined : value),
    );
    expect(formatted).toContain('Claim by');
    expect(formatted).not.toMatch(/channel|evil|U0BERT/);
  });
});
