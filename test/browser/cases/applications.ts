import { expect } from 'vitest';
import type { Case } from '../scene.ts';
import { story } from '../story.ts';
import { goBack, type Tab } from '../visitor.ts';

const site = 'http://www.site.test';

const push = (tab: Tab, address: string): Promise<void> =>
  tab.run((to) => history.pushState(null, '', to), address);
const replace = (tab: Tab, address: string): Promise<void> =>
  tab.run((to) => history.replaceState(null, '', to), address);

/** The button Back where it stays in the document. */
async function back(tab: Tab): Promise<void> {
  await tab.run(
    () =>
      new Promise<void>((done) => {
        addEventListener('popstate', () => done(), { once: true });
        history.back();
      }),
  );
}

/** Pages that change their address without being loaded. */
export function applications(it: Case): void {
  it('sees pages that are pushed, and Back', async (scene) => {
    await scene.tab.open(`${site}/plain/?utm_source=a`);
    await push(scene.tab, '/plain/pricing');
    await push(scene.tab, '/plain/contact');
    await back(scene.tab);
    expect(await story(scene)).toEqual([
      'touch /plain/?utm_source=a',
      'page /plain/?utm_source=a',
      'page /plain/pricing',
      'page /plain/contact',
      'page /plain/pricing',
    ]);
  });

  it('takes neither another query nor another hash for a page, and a replaced path for one', async (scene) => {
    await scene.tab.open(`${site}/plain/`);
    await replace(scene.tab, '/plain/?sort=price');
    await push(scene.tab, '/plain/?sort=name');
    await push(scene.tab, '#section');
    await replace(scene.tab, '/plain/other');
    expect(await story(scene)).toEqual(['touch /plain/', 'page /plain/', 'page /plain/other']);
  });

  it('takes a campaign that appears by navigation for a touch', async (scene) => {
    await scene.tab.open(`${site}/plain/`);
    await push(scene.tab, '/plain/?utm_source=banner');
    await replace(scene.tab, '/plain/#utm_source=footer');
    await push(scene.tab, '/plain/landing?gclid=x');
    expect(await story(scene)).toEqual([
      'touch /plain/',
      'page /plain/',
      'touch /plain/?utm_source=banner',
      'touch /plain/',
      'touch /plain/landing?gclid=x',
      'page /plain/landing?gclid=x',
    ]);
  });

  it('sees pages in the hash where the application routes by it', async (scene) => {
    await scene.tab.open(`${site}/hash/#/start?utm_source=a`);
    await scene.tab.run(() => void (location.hash = '#/pricing'));
    await push(scene.tab, '#/contact');
    await back(scene.tab);
    expect(await story(scene)).toEqual([
      'touch /hash/#/start?utm_source=a',
      'page /hash/#/start?utm_source=a',
      'page /hash/#/pricing',
      'page /hash/#/contact',
      'page /hash/#/pricing',
    ]);
  });

  it('finds a campaign that a router has taken out of the address', async (scene) => {
    await scene.tab.open(`${site}/stripped/?utm_source=early`);
    expect((await story(scene))[0]).toBe('touch /stripped/?utm_source=early');
  });

  it('goes on where the visitor comes back from another website', async (scene) => {
    const { tab } = scene;
    await tab.open(`${site}/plain/?utm_source=a`);
    await tab.open('http://www.elsewhere.test/none/');
    await goBack(tab);
    expect(await story(scene)).toEqual([
      'touch /plain/?utm_source=a',
      'page /plain/?utm_source=a',
      'page /plain/?utm_source=a',
    ]);
  });
}
