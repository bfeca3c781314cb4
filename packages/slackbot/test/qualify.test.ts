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

async function start(mode: Mode, form: object = {}): Promise<void> {
  together = await startTogether(mode, ['#leads']);
  ({ id: leadId } = await leadOf(together.collector.ask, demoRequest(form)));
  await vi.waitFor(() => expect(together.slack.messages('#leads')).toHaveLength(1), soon);
}
afterEach(() => together.stop());

async function open(user: string): Promise<void> {
  const { acked } = await together.slack.press({ user, channel: '#leads', actionId: 'qualify' });
  expect(acked).toBe(true);
  await vi.waitFor(() => expect(form(user)?.callback_id).toBe('qualify'), soon);
}

const form = (user: string) => together.slack.openViews(user)[0];
const shown = (user: string): string => JSON.stringify(form(user)?.blocks);

/** What is typed, by letter and part; the input of a letter is another in each version. */
type Typed = Record<string, { status?: string; evidence?: string; day?: string | null }>;

function fill(user: string, typed: Typed): Record<string, unknown> {
  const { seen } = JSON.parse(form(user)!.private_metadata) as { seen: Record<string, number> };
  const entries = Object.entries(typed).flatMap(([letter, parts]) =>
    Object.entries(parts).map(([part, value]) => [`${letter}.${part}.${seen[letter]}`, value]),
  );
  return Object.fromEntries(entries) as Record<string, unknown>;
}

const save = (user: string, typed: Typed) => together.slack.submitView({ user, values: fill(user, typed) });
const saveDraft = (user: string, typed: Typed) =>
  together.slack.pressInView({ user, values: fill(user, typed), actionId: 'qualify_draft' });

/** What stands in an input of the form. */
function prefilled(user: string, letter: string, part: string): unknown {
  const block = form(user)?.blocks.find(({ block_id: id }) => id?.startsWith(`${letter}.${part}.`));
  const { initial_value, initial_option, initial_date } = block!['element'] as {
    initial_value?: string;
    initial_option?: { value: string };
    initial_date?: string;
  };
  return initial_option?.value ?? initial_date ?? initial_value ?? null;
}

async function known(): Promise<Qualification> {
  const { ask } = together.collector;
  return (await ask('GET', `/v1/leads/${leadId}/qualification`, undefined, asBot)).body as Qualification;
}
const letter = async (name: string) => (await known()).letters.find((each) => each.letter === name)!;
const history = async (): Promise<string[]> => {
  const { body } = await together.collector.ask('GET', `/v1/leads/${leadId}`, undefined, asAdmin);
  return body.history.map(({ kind }: { kind: string }) => kind);
};
const card = () => together.slack.messages('#leads')[0]!;
const thread = (): string[] => together.slack.thread('#leads', card().ts).map(({ text }) => text);

describe.each<Mode>(['socket', 'http'])('over %s, the Qualify button', (mode) => {
  beforeEach(() => start(mode));

  it('opens a form with status, evidence and day of each letter, and saves it to card and thread', async () => {
    await open(anna);
    expect(shown(anna)).toContain('BANT: 0 of 4 confirmed, 3 make the lead sales qualified.');
    expect(shown(anna)).toContain('Budget: Is money set aside for it?');
    await save(anna, {
      budget: { status: 'confirmed', evidence: 'the board agreed', day: '2026-02-27' },
      authority: { status: 'weak' },
    });
    expect(together.slack.openViews(anna)).toEqual([]);
    expect(await letter('budget')).toMatchObject({
      status: 'confirmed',
      evidence: 'the board agreed',
      at: '2026-02-27',
      by: anna,
    });
    const line = 'BANT: Budget confirmed, Authority weak, Need unknown, Timeline unknown';
    await vi.waitFor(() => expect(JSON.stringify(card().blocks)).toContain(line), soon);
    const note = `Qualified by <@${anna}>: BANT: Budget confirmed (the board agreed), Authority weak`;
    await vi.waitFor(() => expect(thread()).toEqual([note]), soon);
  });

  it('makes the lead sales qualified once three letters are confirmed, once however often it is delivered', async () => {
    await open(anna);
    const confirmed = { status: 'confirmed' };
    await save(anna, { budget: confirmed, need: confirmed, timeline: confirmed });
    const need = { status: 'weak', evidence: 'not sure' };
    await together.collector.ask(
      'POST',
      `/v1/leads/${leadId}/qualify`,
      { letters: { need: { ...need, basedOn: 1 } }, by: ben },
      asBot,
    );
    const repeats = await together.slack.repeatEvent(3);
    expect(repeats.every(({ acked }) => acked)).toBe(true);
    expect(await letter('need')).toMatchObject({ ...need, version: 2 });
    expect((await known()).stage).toBe('sql');
    await open(anna);
    expect(prefilled(anna, 'need', 'evidence')).toBe('not sure');
    expect((await history()).toSorted()).toEqual(['assigned', 'qualified', 'qualified', 'stage_changed']);
    await vi.waitFor(() => expect(thread()).toHaveLength(3), soon);
    expect(thread()[1]).toBe(`Moved to SQL by <@${anna}>.`);
  });

  it('loses nothing of two people who type at once: each letter apart, the same letter side by side', async () => {
    await open(anna);
    await open(ben);
    await save(anna, { budget: { status: 'confirmed', evidence: 'from Anna' } });
    const { body } = await save(ben, {
      budget: { status: 'weak', evidence: 'from Ben', day: '2026-03-01' },
      need: { status: 'confirmed', evidence: 'also from Ben' },
    });
    expect(body).toMatchObject({ response_action: 'update' });
    expect((await letter('need')).evidence).toBe('also from Ben');
    expect(await letter('budget')).toMatchObject({ evidence: 'from Anna', by: anna });
    expect(shown(ben)).toContain(`<@${anna}> meanwhile set this to confirmed (2026-03-03):`);
    expect(shown(ben)).toContain('from Anna');
    expect(shown(ben)).toContain('Somebody else changed letters while you typed.');
    expect(['status', 'evidence', 'day'].map((part) => prefilled(ben, 'budget', part))).toEqual([
      'weak',
      'from Ben',
      '2026-03-01',
    ]);
    await save(ben, {});
    expect(together.slack.openViews(ben)).toEqual([]);
    expect(await letter('budget')).toMatchObject({
      status: 'weak',
      evidence: 'from Ben',
      by: ben,
      version: 2,
    });
    expect(await letter('need')).toMatchObject({ evidence: 'also from Ben', version: 1 });
  });

  it('keeps a draft for its person, also when the form is closed', async () => {
    await open(anna);
    const typed = { need: { status: 'confirmed', evidence: 'they lose orders', day: '2026-03-02' } };
    await saveDraft(anna, typed);
    await vi.waitFor(() => expect(shown(anna)).toContain('Your draft is saved.'), soon);
    expect(prefilled(anna, 'need', 'evidence')).toBe('they lose orders');
    together.slack.closeView(anna);
    expect(await letter('need')).toMatchObject({ status: 'unknown', version: 0 });
    await open(ben);
    expect(prefilled(ben, 'need', 'evidence')).toBeNull();
    await open(anna);
    expect(shown(anna)).toContain('What you typed before and did not save is filled in.');
    expect(['status', 'evidence', 'day'].map((part) => prefilled(anna, 'need', part))).toEqual([
      'confirmed',
      'they lose orders',
      '2026-03-02',
    ]);
    await save(anna, {});
    expect(await letter('need')).toMatchObject({ status: 'confirmed', evidence: 'they lose orders' });
    await open(anna);
    expect(shown(anna)).not.toContain('did not save');
  });
});

describe('the form', () => {
  it('shows a draft beside what somebody else said since, and saving it is a choice', async () => {
    await start('socket');
    await open(anna);
    await saveDraft(anna, { budget: { status: 'weak', evidence: 'a draft' } });
    await vi.waitFor(() => expect(shown(anna)).toContain('Your draft is saved.'), soon);
    together.slack.closeView(anna);
    await open(ben);
    await save(ben, { budget: { status: 'confirmed', evidence: 'from Ben' }, need: { status: 'weak' } });
    await open(anna);
    expect(shown(anna)).toContain(`<@${ben}> meanwhile set this to confirmed`);
    expect(prefilled(anna, 'budget', 'evidence')).toBe('a draft');
    expect(prefilled(anna, 'need', 'status')).toBe('weak');
    await save(anna, { budget: { status: 'confirmed', evidence: 'from Ben' } });
    expect(await letter('budget')).toMatchObject({ by: ben, version: 1 });
    expect(await letter('need')).toMatchObject({ by: ben, version: 1 });
  });

  it('left as it stood takes nothing back that somebody else wrote meanwhile', async () => {
    await start('socket');
    await open(anna);
    await open(ben);
    await save(ben, { budget: { status: 'confirmed', evidence: 'from Ben' } });
    await save(anna, { need: { status: 'weak' } });
    expect(together.slack.openViews(anna)).toEqual([]);
    expect(await letter('budget')).toMatchObject({ status: 'confirmed', evidence: 'from Ben', by: ben });
  });

  it('opens although the collector answers in 4 s, and what is saved then is saved', async () => {
    await start('socket');
    together.answerAfter(4000);
    const { acked } = await together.slack.press({ user: anna, channel: '#leads', actionId: 'qualify' });
    expect(acked).toBe(true);
    await vi.waitFor(() => expect(form(anna)?.callback_id).toBe(''), soon);
    await vi.waitFor(() => expect(form(anna)?.callback_id).toBe('qualify'), soon);
    const { body } = await save(anna, { budget: { status: 'weak', evidence: 'slowly' } });
    expect(body).toMatchObject({ response_action: 'update' });
    await vi.waitFor(() => expect(shown(anna)).toContain('Saved.'), soon);
    expect((await letter('budget')).evidence).toBe('slowly');
  });

  it('keeps what was typed while the collector is away', async () => {
    await start('socket');
    await open(anna);
    together.away(true);
    const typed = { budget: { status: 'weak', evidence: 'typed for long', day: '2026-03-01' } };
    await save(anna, typed);
    await vi.waitFor(() => expect(shown(anna)).toContain('cannot be reached'), soon);
    const parts = ['status', 'evidence', 'day'];
    expect(parts.map((part) => prefilled(anna, 'budget', part))).toEqual(Object.values(typed.budget));
    await saveDraft(anna, typed);
    await vi.waitFor(() => expect(form(anna)?.callback_id).toBe('qualify'), soon);
    together.away(false);
    await save(anna, {});
    expect(together.slack.openViews(anna)).toEqual([]);
    expect(await letter('budget')).toMatchObject({ status: 'weak', evidence: 'typed for long' });
  });

  it('says why it was refused, with what was typed still there', async () => {
    await start('socket');
    await open(anna);
    await together.collector.db.deleteFrom('leads').execute();
    await save(anna, { budget: { status: 'weak', evidence: 'typed' } });
    await vi.waitFor(() => expect(shown(anna)).toContain('no lead has this id'), soon);
    expect(prefilled(anna, 'budget', 'evidence')).toBe('typed');
  });

  it('shows text from outside as text, within every limit', async () => {
    const evil = '<!channel> *<https://evil.example|click>* 👩‍👩‍👧 مرحبا \u202E';
    await start('socket', { name: evil, company: evil });
    const evidence = evil.repeat(50).slice(0, 2000).toWellFormed().trim();
    await open(anna);
    await open(ben);
    const all = ['budget', 'authority', 'need', 'timeline'];
    const typed = (end: string): Typed =>
      Object.fromEntries(
        all.map((name) => [name, { status: 'weak', evidence: evidence.slice(0, 1990) + end }]),
      );
    await save(anna, typed(' Anna'));
    await save(ben, typed(' Ben'));
    expect(form(ben)?.callback_id).toBe('qualify');
    const formatted = JSON.stringify(form(ben)?.blocks).match(/"mrkdwn","text":"[^"]*"/g);
    expect(formatted?.join()).not.toContain('channel');
    await saveDraft(ben, {});
    await vi.waitFor(() => expect(shown(ben)).toContain('Your draft is saved.'), soon);
    await vi.waitFor(() => expect(thread()).toHaveLength(1), soon);
    expect(thread()[0]).not.toContain('<!channel>');
    await save(ben, {});
    expect((await letter('need')).evidence.endsWith(' Ben')).toBe(true);
  });
});
