import { expect } from 'vitest';
import type { Case } from '../scene.ts';
import { allEvents, askForDemo, command, leaveSite, story, told } from '../story.ts';
import { follow, type Tab } from '../visitor.ts';
import { reports } from '../world.ts';

const site = 'http://www.site.test';

/** Everything that a website can find again in this browser. */
const kept = (tab: Tab): Promise<string[]> =>
  tab.run(() =>
    [document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(Boolean),
  );

/** What a visitor allows, and what the browser says for them. */
export function consent(it: Case): void {
  it('keeps and sends nothing before the visitor has answered', async (scene) => {
    const { world, tab } = scene;
    await tab.open(`${site}/consent/?utm_source=a`);
    await command(tab, 'event', 'early');
    await askForDemo(tab, 'unasked@firma.de');
    await tab.open(`${site}/consent/`);
    expect(await kept(tab)).toEqual([]);
    await leaveSite(tab);
    expect(reports(world)).toEqual([]);
  });

  it('keeps the landing in mind until a late yes, also when the application has gone on', async (scene) => {
    const { tab } = scene;
    await tab.open('http://www.elsewhere.test/none/');
    await follow(tab, `${site}/consent/?utm_source=a&gclid=x`);
    await tab.run(() => history.replaceState(null, '', '/consent/'));
    await tab.run(() => history.pushState(null, '', '/consent/pricing'));
    expect(await kept(tab)).toEqual([]);
    await command(tab, 'consent', 'granted');
    const events = await allEvents(scene);
    expect(events.filter(({ kind }) => kind === 'touch')).toEqual([
      expect.objectContaining({
        url: `${site}/consent/?utm_source=a&gclid=x`,
        referrer: 'http://www.elsewhere.test/',
        params: { utm_source: 'a', gclid: 'x' },
      }),
    ]);
    expect(told(events).filter((line) => line.startsWith('page'))).toEqual([
      'page /consent/?utm_source=a&gclid=x',
      'page /consent/pricing',
    ]);
    expect((await kept(tab)).join(' ')).toMatch(/hw=/);
  });

  it('forgets everything at a no, also what came before it', async (scene) => {
    const { world, tab } = scene;
    await tab.open(`${site}/consent/?utm_source=a`);
    await command(tab, 'consent', 'granted');
    await story(scene);
    const before = reports(world).length;
    await command(tab, 'consent', 'denied');
    expect(await kept(tab)).toEqual([]);
    await command(tab, 'event', 'after');
    await tab.run(() => history.pushState(null, '', '/consent/more'));
    await askForDemo(tab, 'denied@firma.de');
    await tab.open(`${site}/consent/`);
    expect(await kept(tab)).toEqual([]);
    await leaveSite(tab);
    expect(reports(world)).toHaveLength(before);
    expect(await world.leads()).toEqual([]);
  });

  it('takes a later yes for the last word', async (scene) => {
    const { tab } = scene;
    await tab.open(`${site}/consent/?utm_source=a`);
    await command(tab, 'consent', 'denied');
    await command(tab, 'consent', 'granted');
    await tab.run(() => history.pushState(null, '', '/consent/allowed'));
    expect(await story(scene)).toContain('page /consent/allowed');
  });

  it('takes what the browser says for a no where the website wants it so', async ({ world, tab }) => {
    await tab.open(`${site}/signals-told/?utm_source=a`);
    await command(tab, 'event', 'one');
    expect(await kept(tab)).toEqual([]);
    await leaveSite(tab);
    expect(reports(world)).toEqual([]);
  });

  it('believes the visitor more than the browser', async (scene) => {
    await scene.tab.open(`${site}/signals-told/?utm_source=a`);
    await command(scene.tab, 'consent', 'granted');
    await scene.tab.run(() => history.pushState(null, '', '/signals-told/allowed'));
    expect(await story(scene)).toContain('page /signals-told/allowed');
  });

  it('leaves it to the website whether the browser is asked', async (scene) => {
    await scene.tab.open(`${site}/signals-ignored/`);
    expect(await story(scene)).toEqual(['touch /signals-ignored/', 'page /signals-ignored/']);
    await scene.tab.open(`${site}/signals/silent`);
    expect(await story(scene)).toContain('page /signals/silent');
  });

  for (const needs of ['tells of Global Privacy Control', 'tells of Do Not Track'] as const) {
    it(
      `obeys the setting of a browser that ${needs}`,
      async ({ world, tab }) => {
        await tab.open(`${site}/signals/?utm_source=a`);
        expect(await kept(tab)).toEqual([]);
        await leaveSite(tab);
        expect(reports(world)).toEqual([]);
      },
      { needs, settings: { asksForPrivacy: needs } },
    );
  }
}
