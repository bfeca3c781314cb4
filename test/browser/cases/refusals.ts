import { expect } from 'vitest';
import type { Case } from '../scene.ts';
import { allEvents, askForDemo, days, leaveSite, onlyLead, story } from '../story.ts';
import { follow } from '../visitor.ts';
import { reports } from '../world.ts';

const site = 'http://www.site.test';

/** Browsers that keep nothing, or less than they could. */
export function refusals(it: Case): void {
  it('keeps the visitor by cookie where storage throws', async (scene) => {
    await scene.tab.open(`${site}/storage-throws/?utm_source=a`);
    await follow(scene.tab, `${site}/storage-throws/next`);
    const events = await allEvents(scene);
    expect(events.filter(({ kind }) => kind === 'page')).toHaveLength(2);
    expect(new Set(events.map(({ visitor }) => visitor)).size).toBe(1);
    expect(events.filter(({ kind }) => kind === 'touch')).toHaveLength(1);
  });

  it('works where storage is full', async (scene) => {
    await scene.tab.open(`${site}/storage-full/?utm_source=a`);
    await follow(scene.tab, `${site}/storage-full/next`);
    expect(await story(scene)).toEqual([
      'touch /storage-full/?utm_source=a',
      'page /storage-full/?utm_source=a',
      'page /storage-full/next',
    ]);
    await askForDemo(scene.tab, 'full@firma.de');
    expect(await onlyLead(scene.world)).toMatchObject({ email: 'full@firma.de' });
  });

  it('takes each page for a visitor of its own where nothing can be kept, and knows what the page knows', async (scene) => {
    const { world, tab } = scene;
    await tab.open(`${site}/nothing-kept/?utm_source=a`);
    await follow(tab, `${site}/nothing-kept/?utm_source=b`);
    const events = await allEvents(scene);
    expect(events.filter(({ kind }) => kind === 'touch')).toHaveLength(2);
    expect(new Set(events.map(({ visitor }) => visitor)).size).toBe(2);
    await askForDemo(tab, 'nothing-kept@firma.de');
    expect((await onlyLead(world)).originalSource).toMatchObject({ source: 'b' });
  });

  it(
    'works in a browser that was told to refuse cookies',
    async ({ world, tab }) => {
      await tab.open(`${site}/plain/?utm_source=a`);
      expect(await tab.run(() => document.cookie)).toBe('');
      await askForDemo(tab, 'refused@firma.de');
      expect((await onlyLead(world)).originalSource).toMatchObject({ source: 'a' });
    },
    { needs: 'can be told to refuse cookies', settings: { refusesCookies: true } },
  );

  it('sends nothing from a frame without an origin, and throws nothing', async ({ world, tab }) => {
    await tab.open('http://www.elsewhere.test/sandbox/');
    const frame = await tab.run(() => document.querySelector('iframe')?.contentDocument === null);
    expect(frame).toBe(true);
    expect(world.sky.pages.map(({ path }) => path)).toContain('/plain/sandboxed');
    await leaveSite(tab);
    expect(reports(world)).toEqual([]);
  });

  it('knows a visitor by the cookie alone after the browser has forgotten its storage', async (scene) => {
    const { world, tab } = scene;
    await tab.open(`${site}/plain/?utm_source=a`);
    await story(scene);
    await tab.run(() => localStorage.clear());
    world.sky.clockAheadMs = 8 * days;
    await tab.open(`${site}/plain/?utm_source=b`);
    await askForDemo(tab, 'safari@firma.de');
    const lead = await onlyLead(world);
    expect(lead.originalSource).toMatchObject({ source: 'a' });
    expect(lead.latestSource).toMatchObject({ source: 'b' });
  });

  it('knows a visitor by its storage alone after the cookies are gone', async (scene) => {
    const { tab } = scene;
    await tab.open(`${site}/plain/?utm_source=a`);
    const before = await allEvents(scene);
    await tab.run(() => {
      for (const name of ['hw', 'hw_s']) document.cookie = `${name}=; domain=site.test; path=/; max-age=0`;
    });
    await tab.open(`${site}/plain/next`);
    const after = await allEvents(scene);
    expect(new Set([...before, ...after].map(({ visitor }) => visitor)).size).toBe(1);
    expect(after.filter(({ kind }) => kind === 'touch')).toHaveLength(1);
  });
}
