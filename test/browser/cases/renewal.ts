import { expect } from 'vitest';
import type { Case } from '../scene.ts';
import { allEvents, askForDemo, days, onlyLead, story } from '../story.ts';
import { follow, type Tab } from '../visitor.ts';
import { reports } from '../world.ts';

const visitorOf = (tab: Tab): Promise<string> =>
  tab.run(() => /(?:^|; )hw=([^;]+)/.exec(document.cookie)?.[1] ?? '');

/** The visitor's cookie, where the collector stands on the site's own domain and where it does not. */
export function renewal(it: Case): void {
  it('lets a collector on the same domain see the cookie and renew it', async (scene) => {
    const { world, tab } = scene;
    await tab.open('https://www.site.test/own/?utm_source=a');
    await story(scene);
    const visitor = await visitorOf(tab);
    expect(visitor).toMatch(/^[\da-f-]{36}$/);
    const [first, ...later] = reports(world);
    expect(first?.host).toBe('leads.site.test');
    expect(later.every(({ cookie }) => cookie.includes(`hw=${visitor}`))).toBe(true);
    const renewed = reports(world).filter(({ setCookie }) => setCookie.includes(`hw=${visitor}`));
    expect(renewed.length).toBeGreaterThan(0);
    expect(renewed[0]?.setCookie).toMatch(/domain=site\.test/i);
    expect(renewed[0]?.setCookie).toMatch(/secure/i);
  });

  it('keeps one visitor over subdomains and weeks', async (scene) => {
    const { world, tab } = scene;
    await tab.open('https://www.site.test/own/?utm_source=a');
    await story(scene);
    const visitor = await visitorOf(tab);
    // what Safari leaves after a week of a cookie that a server has renewed: the cookie alone
    await tab.run(() => localStorage.clear());
    world.sky.clockAheadMs = 30 * days;
    await follow(tab, 'https://blog.site.test/own/?utm_source=b');
    expect(await visitorOf(tab)).toBe(visitor);
    await askForDemo(tab, 'weeks@firma.de');
    expect((await onlyLead(world)).originalSource).toMatchObject({ source: 'a' });
  });

  it('adopts what the collector has renewed instead of writing it anew', async (scene) => {
    const { tab } = scene;
    await tab.open('https://www.site.test/own/');
    await story(scene);
    const visitor = await visitorOf(tab);
    await tab.run(() => {
      const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie') as PropertyDescriptor;
      const written: string[] = [];
      const set = (text: string): void => {
        written.push(text);
        cookie.set?.call(document, text);
      };
      Object.defineProperty(document, 'cookie', { ...cookie, set });
      Object.assign(window, { written });
    });
    await tab.run(() => history.pushState(null, '', '/own/next'));
    await allEvents(scene);
    const written = await tab.run(() => (window as unknown as { written: string[] }).written);
    expect(written.filter((text) => text.startsWith('hw='))).toEqual([]);
    expect(await visitorOf(tab)).toBe(visitor);
  });

  it('sends a collector elsewhere no cookie and takes none from it', async (scene) => {
    await scene.tab.open('https://www.site.test/plain/');
    await story(scene);
    for (const { host, cookie, setCookie } of reports(scene.world)) {
      expect({ host, cookie, setCookie }).toEqual({ host: 'leads.hosted.test', cookie: '', setCookie: '' });
    }
  });

  it('gives nobody a cookie again who has said no', async (scene) => {
    const { world, tab } = scene;
    await tab.open('https://www.site.test/own/');
    await story(scene);
    await tab.run(() => {
      const { headwater } = window as unknown as { headwater: (...command: unknown[]) => void };
      headwater('event', 'under way');
      setTimeout(() => headwater('consent', 'denied'), 30);
    });
    await tab.run(() => new Promise<void>((done) => setTimeout(() => done(), 500)));
    await expect.poll(() => reports(world).every(({ status }) => status > 0)).toBe(true);
    expect(await visitorOf(tab)).toBe('');
  });
}
