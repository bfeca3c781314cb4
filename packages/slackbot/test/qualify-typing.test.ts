import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Qualification } from '@headwater/contract';
import { demoRequest, leadOf } from '../../collector/test/sending.ts';
import { asAdmin, asBot } from '../../collector/test/setup.ts';
import { startTogether, type Together } from './real-collector.ts';
import type { Mode } from './running.ts';

const soon = { timeout: 60_000, interval: 20 };
const anna = 'U0ANNA';
const ben = 'U0BEN';

let together: Together;
let leadId: string;

async function start(mode: Mode): Promise<void> {
  together = await startTogether(mode, ['#leads']);
  ({ id: leadId } = await leadOf(together.collector.ask, demoRequest({ email: 'eva@zentrum.de' })));
  await vi.waitFor(() => expect(together.slack.messages('#leads')).toHaveLength(1), soon);
}
afterEach(() => together.stop());

async function open(user: string): Promise<void> {
  await together.slack.press({ user, channel: '#leads', actionId: 'qualify' });
  await vi.waitFor(() => expect(form(user)?.callback_id).toBe('qualify'), soon);
}

const form = (user = anna) => together.slack.openViews(user)[0];
const shown = (user = anna): string => JSON.stringify(form(user)?.blocks);
const inputs = () => form()!.blocks.filter(({ type }) => type === 'input');

/** The id of an input by how it begins: its end changes with what was saved. */
const idOf = (beginning: string): string =>
  String(inputs().find(({ block_id: id }) => id?.startsWith(beginning))?.block_id);

/** What stands in an input of the form. */
function standing(beginning: string): unknown {
  const element = inputs().find(({ block_id: id }) => id?.startsWith(beginning))!['element'] as {
    initial_value?: string;
    initial_option?: { value: string };
  };
  return element.initial_option?.value ?? element.initial_value ?? null;
}

/** Somebody chooses or types in one input, while `typed` stands in the others. */
const choose = (beginning: string, value: string, typed: Record<string, string> = {}) =>
  together.slack.choose({ user: anna, blockId: idOf(beginning), value, values: byId(typed) });

const byId = (typed: Record<string, string>) =>
  Object.fromEntries(Object.entries(typed).map(([beginning, value]) => [idOf(beginning), value]));

async function switchTo(framework: string, typed: Record<string, string> = {}): Promise<void> {
  await choose('framework', framework, typed);
  await vi.waitFor(() => expect(idOf('framework')).toBe(`framework.${framework}`), soon);
}

async function known(person?: string): Promise<Qualification> {
  const path = `/v1/leads/${leadId}/qualification${person ? `?by=${person}` : ''}`;
  return (await together.collector.ask('GET', path, undefined, asBot)).body as Qualification;
}
const save = (typed: Record<string, string> = {}) =>
  together.slack.submitView({ user: anna, values: byId(typed) });
const card = () => JSON.stringify(together.slack.messages('#leads')[0]!.blocks);

describe.each<Mode>(['socket', 'http'])('over %s, another framework chosen in the form', (mode) => {
  beforeEach(() => start(mode));

  it('shows its letters, and nothing that was typed is lost on the way there and back', async () => {
    await open(anna);
    expect(standing('framework')).toBe('bant');
    const budget = { 'budget.status': 'weak', 'budget.evidence': 'a rough number' };
    await switchTo('champ', { ...budget, 'authority.evidence': 'the CTO decides', role: 'champion' });
    expect(inputs().map(({ block_id: id }) => id?.split('.')[0])).toEqual(
      expect.arrayContaining(['challenges', 'authority', 'money', 'prioritization']),
    );
    expect(shown()).not.toContain('Budget: evidence');
    // both ask for it
    expect(standing('authority.evidence')).toBe('the CTO decides');
    expect(standing('role')).toBe('champion');
    await switchTo('bant', { 'challenges.evidence': 'they lose orders' });
    expect([standing('budget.status'), standing('budget.evidence')]).toEqual(['weak', 'a rough number']);
    await switchTo('champ');
    expect(standing('challenges.evidence')).toBe('they lose orders');
    expect((await known()).letters.map(({ version }) => version)).toEqual([0, 0, 0, 0]);
  });

  it('is the one that is saved, and what stands in the other stays a draft', async () => {
    await open(anna);
    await switchTo('champ', { 'budget.evidence': 'a rough number' });
    await save({ 'challenges.status': 'confirmed', 'challenges.evidence': 'they lose orders' });
    expect(together.slack.openViews(anna)).toEqual([]);
    expect(await known()).toMatchObject({
      framework: 'champ',
      letters: [{ letter: 'challenges', status: 'confirmed' }, {}, {}, {}],
    });
    await vi.waitFor(() => expect(card()).toContain('CHAMP: Challenges confirmed'), soon);
    await open(anna);
    await switchTo('bant');
    expect(standing('budget.evidence')).toBe('a rough number');
  });
});

describe('the form', () => {
  beforeEach(() => start('socket'));

  it('keeps what was typed when it is cancelled, for its person alone', async () => {
    await open(anna);
    await choose('need.evidence', 'they lose ord', { 'budget.status': 'weak' });
    await choose('need.evidence', 'they lose orders', { 'budget.status': 'weak' });
    together.slack.closeView(anna);
    await vi.waitFor(async () => expect((await known(anna)).draft).not.toBeNull(), soon);
    expect((await known(ben)).draft).toBeNull();
    await open(anna);
    expect([standing('need.evidence'), standing('budget.status')]).toEqual(['they lose orders', 'weak']);
    expect(shown()).toContain('What you typed before and did not save is filled in.');
  });

  it('keeps nothing that is on its way when it was saved meanwhile', async () => {
    await open(anna);
    const typing = choose('need.evidence', 'they lose', {});
    await save({ 'need.evidence': 'they lose orders', 'need.status': 'weak' });
    await typing;
    const draft = {
      by: anna,
      framework: 'bant',
      letters: { need: { status: 'weak', evidence: 'they l', basedOn: 0 } },
    };
    const eventId = (await history()).find(({ kind }) => kind === 'qualified')!.id.replace(`${leadId}:`, '');
    const late = await together.collector.ask(
      'PUT',
      `/v1/leads/${leadId}/qualification/draft`,
      { ...draft, eventId },
      asBot,
    );
    expect(late.status).toBe(200);
    expect((await known(anna)).draft).toBeNull();
  });

  it('says who they are in the purchase: on the card, in the thread, and once', async () => {
    await open(anna);
    await save({ role: 'champion' });
    await together.slack.repeatEvent(3);
    await vi.waitFor(() => expect(card()).toContain('Role: Champion'), soon);
    const { ts } = together.slack.messages('#leads')[0]!;
    const thread = () => together.slack.thread('#leads', ts).map(({ text }) => text);
    await vi.waitFor(() => expect(thread()).toEqual([`Role: Champion by <@${anna}>.`]), soon);
    await open(anna);
    expect(standing('role')).toBe('champion');
    await save({ 'need.status': 'weak' });
    expect((await history()).filter(({ kind }) => kind === 'role_changed')).toHaveLength(1);
  });

  it('stays with what was typed where the other framework cannot be had', async () => {
    await open(anna);
    together.away(true);
    await choose('framework', 'note', { 'budget.evidence': 'a rough number' });
    await vi.waitFor(() => expect(shown()).toContain('cannot be reached'), soon);
    expect([standing('framework'), standing('budget.evidence')]).toEqual(['bant', 'a rough number']);
    expect(idOf('framework')).not.toBe('framework.bant');
    together.away(false);
    await switchTo('note');
    await switchTo('bant');
    expect(standing('budget.evidence')).toBe('a rough number');
  });

  it('that was closed while the other framework came is nothing to log', async () => {
    await open(anna);
    together.answerAfter(1500);
    await choose('framework', 'note', { 'budget.evidence': 'a rough number' });
    together.slack.closeView(anna);
    await vi.waitFor(async () => expect((await known(anna)).draft).not.toBeNull(), soon);
    const updates = () => together.slack.calls('views.update');
    await vi.waitFor(() => expect(updates().length).toBeGreaterThan(0), soon);
    expect(updates().every(({ error }) => error === 'not_found')).toBe(true);
    expect(together.logged().filter((line) => line.includes('a listener failed'))).toEqual([]);
  });
});

async function history(): Promise<{ id: string; kind: string }[]> {
  const { body } = await together.collector.ask('GET', `/v1/leads/${leadId}`, undefined, asAdmin);
  return body.history;
}
