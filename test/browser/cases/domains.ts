import { expect } from 'vitest';
import type { Case } from '../scene.ts';
import { allEvents, minutes, openWatched } from '../story.ts';
import { follow, type Tab } from '../visitor.ts';
import type { Stored } from '../world.ts';

const one = 'http://www.site.test';
const two = 'http://shop.other.test';
const someone = '0197f6a0-0000-7000-8000-000000000000';

const visitors = (events: Stored[]): number => new Set(events.map(({ visitor }) => visitor)).size;
const address = (tab: Tab): Promise<string> => tab.run(() => location.href);

/** Two websites of one owner, which browsers keep apart. */
export function domains(it: Case): void {
  it('takes the visitor along on a link, and cleans the address bar', async (scene) => {
    const { tab } = scene;
    await openWatched(tab, `${one}/linked/?utm_source=a`);
    await follow(tab, `${two}/linked/basket?id=1#top`);
    expect(await address(tab)).toBe(`${two}/linked/basket?id=1#top`);
    const events = await allEvents(scene);
    expect(visitors(events)).toBe(1);
    // the same session goes on: coming from the other website is no source
    expect(events.filter(({ kind }) => kind === 'touch')).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain('_hw=');
  });

  it('leaves the link as it was', async ({ tab }) => {
    await openWatched(tab, `${one}/linked/`);
    const hrefs = await tab.run(async (to) => {
      const link = document.createElement('a');
      link.href = to;
      link.target = 'elsewhere';
      document.body.append(link);
      let followed = '';
      link.addEventListener('click', (event) => {
        // stays here, so that the link can be looked at afterwards
        event.preventDefault();
        followed = link.href;
      });
      const restored = new Promise<void>((done) => {
        const attributes = new MutationObserver(() => link.getAttribute('href') === to && done());
        attributes.observe(link, { attributes: true });
      });
      link.click();
      await restored;
      return { followed, left: link.getAttribute('href') };
    }, `${two}/linked/?id=1`);
    expect(hrefs.followed).toContain('_hw=');
    expect(hrefs.left).toBe(`${two}/linked/?id=1`);
  });

  it('leaves links to other websites alone', async ({ world, tab }) => {
    await openWatched(tab, `${one}/linked/`);
    await follow(tab, 'http://www.elsewhere.test/none/?id=1');
    expect(await address(tab)).toBe('http://www.elsewhere.test/none/?id=1');
    expect(world.sky.pages.filter(({ query }) => query.includes('_hw='))).toEqual([]);
  });

  it('takes nobody along whose link is older than two minutes', async (scene) => {
    const { world, tab } = scene;
    await openWatched(tab, `${one}/linked/?utm_source=a`);
    await allEvents(scene);
    world.sky.clockAheadMs = 3 * minutes;
    await follow(tab, `${two}/linked/late`);
    expect(await address(tab)).toBe(`${two}/linked/late`);
    expect(visitors(await allEvents(scene))).toBe(2);
  });

  it('believes no link from a website that is not one of them', async (scene) => {
    const { tab } = scene;
    await tab.open('http://www.elsewhere.test/none/');
    const carried = `_hw=${someone}.${Date.now()}`;
    await follow(tab, `${two}/linked/?a=1&${carried}&b=2`);
    expect(await address(tab)).toBe(`${two}/linked/?a=1&b=2`);
    const events = await allEvents(scene);
    expect(visitors(events)).toBe(1);
    expect(events[0]?.visitor).not.toBe(someone);
  });

  it('cleans the address bar of what it cannot read, and of nothing else', async (scene) => {
    const { tab } = scene;
    await openWatched(tab, `${one}/linked/`);
    await tab.open(`${two}/linked/?_hw=${someone}.0&b=2`);
    expect(await address(tab)).toBe(`${two}/linked/?b=2`);
    await allEvents(scene);
  });

  it('carries nobody inside one website', async (scene) => {
    const { world, tab } = scene;
    await openWatched(tab, `${one}/linked/`);
    await follow(tab, `${one}/linked/next`);
    await allEvents(scene);
    expect(world.sky.pages.filter(({ query }) => query.includes('_hw='))).toEqual([]);
  });
}
