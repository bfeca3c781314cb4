import type { Lead } from '@headwater/contract';
import { expect, vi } from 'vitest';
import { until } from './until.ts';
import { leaving, type Tab } from './visitor.ts';
import type { Scene } from './scene.ts';
import { reports, type Stored, type World } from './world.ts';

export const soon = { timeout: 60_000, interval: 100 };
export const minutes = 60_000;
export const days = 24 * 60 * minutes;

/** The commands of the snippet, as pages have them. */
export type Command = (...command: unknown[]) => void;

/** Gives a command to the snippet of a page. */
export function command(tab: Tab, ...words: unknown[]): Promise<void> {
  return tab.run((given) => (window as unknown as { headwater: Command }).headwater(...given), words);
}

/**
 * All events, once one of this page has been answered for that was made last: nothing made before it can still
 * be on its way.
 */
export async function allEvents({ world, tab }: Pick<Scene, 'world' | 'tab'>): Promise<Stored[]> {
  const name = `end ${crypto.randomUUID()}`;
  await command(tab, 'event', name);
  await vi.waitFor(() => {
    const ends = reports(world).filter(({ body }) => body.includes(name));
    expect(ends.some(({ status }) => status === 202)).toBe(true);
  }, soon);
  const events = await world.events();
  return events.filter((event) => event.kind !== 'event' || !event.name.startsWith('end '));
}

const order = ['touch', 'page', 'event', 'engagement'];

/** What happened, told in order and in few words: `touch /plain/?gclid=x`, `page /plain/pricing`. */
export function told(events: Stored[]): string[] {
  return events
    .filter(({ kind }) => kind !== 'engagement')
    .sort((a, b) => a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind))
    .map((event) => `${event.kind} ${event.kind === 'event' ? event.name : pathOf(event.url)}`);
}

/** Everything until now, told. */
export async function story(scene: Pick<Scene, 'world' | 'tab'>): Promise<string[]> {
  return told(await allEvents(scene));
}

function pathOf(url: string): string {
  const { pathname, search, hash } = new URL(url);
  return pathname + search + hash;
}

/**
 * Opens a page with a form, or with links between own domains, and waits for the half of the snippet that hears
 * them: a person takes longer to do anything there.
 */
export async function openWatched(tab: Tab, url: string): Promise<void> {
  await tab.open(url);
  await until('the page is watched', () =>
    tab.run(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/hw-page.js'))),
  );
}

/** Fills the form of a page as a person does, and waits for the page that answers. */
export async function askForDemo(tab: Tab, email: string): Promise<void> {
  await tab.type('input[name=name]', 'Eva Beispiel');
  await tab.type('input[name=email]', email);
  await leaving(tab, () => tab.click('form button'));
}

/** The one lead there is, once it is there. */
export async function onlyLead(world: World): Promise<Lead> {
  return vi.waitFor(async () => {
    const leads = await world.leads();
    expect(leads).toHaveLength(1);
    return leads[0] as Lead;
  }, soon);
}

/** Goes where nothing reports, and answers when whatever the last page sent as it went has arrived. */
export async function leaveSite(tab: Tab): Promise<void> {
  await tab.open('http://www.elsewhere.test/none/');
  await tab.run(async () => void (await fetch('/none/after')));
}
