import { expect } from 'vitest';
import type { Case } from '../scene.ts';
import { allEvents, leaveSite, onlyLead, openWatched, story } from '../story.ts';
import { until } from '../until.ts';
import { follow, goBack, leaving } from '../visitor.ts';
import type { Stored } from '../world.ts';

const site = 'http://www.site.test';

type Engagement = Extract<Stored, { kind: 'engagement' }>;
const engagements = (events: Stored[]): Engagement[] =>
  events.filter((event): event is Engagement => event.kind === 'engagement');

/** How pages come and go in browsers. */
export function lifecycle(it: Case): void {
  it(
    'counts a page that comes out of the back/forward cache',
    async (scene) => {
      const { tab } = scene;
      await tab.open(`${site}/plain/first?utm_source=a`);
      await tab.run(() => {
        addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted }));
      });
      await follow(tab, `${site}/plain/second`);
      await goBack(tab);
      expect(await tab.run(() => (window as { persisted?: boolean }).persisted)).toBe(true);
      expect(await story(scene)).toEqual([
        'touch /plain/first?utm_source=a',
        'page /plain/first?utm_source=a',
        'page /plain/second',
        'page /plain/first?utm_source=a',
      ]);
    },
    { needs: 'back/forward cache' },
  );

  it(
    'counts a page that was prepared in advance when it is looked at, and not before',
    async (scene) => {
      const { world, tab } = scene;
      await tab.open(`${site}/prerendering/`);
      await until('the page is prepared', async () =>
        world.sky.pages.some(({ purpose }) => purpose.includes('prerender')),
      );
      expect(await world.events()).toEqual([]);
      await leaving(tab, () => tab.click('a'));
      const began = await tab.run(
        () =>
          (performance.getEntriesByType('navigation')[0] as unknown as { activationStart: number })
            .activationStart,
      );
      expect(began).toBeGreaterThan(0);
      expect(await story(scene)).toEqual([
        'touch /plain/prepared?utm_source=ahead',
        'page /plain/prepared?utm_source=ahead',
      ]);
    },
    { needs: 'prerendering' },
  );

  it('tells of each page once for how long it was seen, and how far down', async (scene) => {
    const { tab } = scene;
    const from = Date.now();
    await tab.open(`${site}/tall/one`);
    await tab.run(() => new Promise<void>((seen) => setTimeout(() => seen(), 300)));
    await follow(tab, `${site}/tall/two`);
    await tab.run(
      () =>
        new Promise<void>((done) => {
          addEventListener('scrollend', () => done());
          addEventListener('scroll', () => setTimeout(done, 300));
          scrollTo(0, document.documentElement.scrollHeight);
        }),
    );
    await follow(tab, `${site}/tall/three`);
    const [one, two, ...others] = engagements(await allEvents(scene));
    expect(others).toEqual([]);
    expect(one).toMatchObject({ url: `${site}/tall/one` });
    expect(one?.visibleMs).toBeGreaterThanOrEqual(300);
    expect(one?.visibleMs).toBeLessThan(Date.now() - from);
    expect(one?.depth).toBeLessThan(50);
    expect(two).toMatchObject({ url: `${site}/tall/two`, depth: 100 });
  });

  it('measures the pages of an application one by one', async (scene) => {
    const { tab } = scene;
    await tab.open(`${site}/plain/one`);
    await tab.run(() => history.pushState(null, '', '/plain/two'));
    await tab.run(() => history.pushState(null, '', '/plain/three'));
    await follow(tab, `${site}/plain/four`);
    const urls = engagements(await allEvents(scene)).map(({ url }) => url);
    expect(urls.sort()).toEqual([`${site}/plain/one`, `${site}/plain/three`, `${site}/plain/two`]);
  });

  it(
    'counts the time a page was visible once when its tab is hidden, shown, hidden and closed',
    async (scene) => {
      const { world, visitor, tab } = scene;
      const from = Date.now();
      await tab.open(`${site}/plain/behind`);
      await story(scene);
      const other = await visitor.newTab();
      await other.open('http://www.elsewhere.test/none/');
      await other.close();
      await until('the tab is shown again', () => tab.run(() => document.visibilityState === 'visible'));
      const third = await visitor.newTab();
      await tab.close();
      await third.open(`${site}/plain/end`);
      const told = engagements(await allEvents({ world, tab: third })).filter(({ url }) =>
        url.endsWith('behind'),
      );
      // one event; two where a request was due while the tab was hidden
      const total = told.reduce((sum, { visibleMs }) => sum + (visibleMs ?? 0), 0);
      expect(total).toBeGreaterThan(0);
      expect(total).toBeLessThan(Date.now() - from);
    },
    { needs: 'tabs that hide each other' },
  );

  it('loses no lead when the tab is closed at the moment its form is sent', async ({
    world,
    visitor,
    tab,
  }) => {
    await openWatched(tab, `${site}/plain/?utm_source=hasty`);
    await tab.type('input[name=email]', 'hasty@firma.de');
    await tab.run(() => {
      // an application that sends the form itself, without an answer to wait for
      const form = document.querySelector('form') as HTMLFormElement;
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        navigator.sendBeacon('/none/own', new FormData(form));
        form.reset();
      });
      form.requestSubmit();
    });
    await tab.close();
    const other = await visitor.newTab();
    await other.open(`${site}/plain/later`);
    expect(await onlyLead(world)).toMatchObject({ email: 'hasty@firma.de' });
  });

  it('has been at a page that was left before it could do anything', async (scene) => {
    const { tab } = scene;
    await tab.open(`${site}/hasty/?utm_source=brief`);
    await until('the next page stands there', () =>
      tab.run(() => location.pathname === '/plain/next' && document.readyState === 'complete'),
    );
    expect(await story(scene)).toEqual([
      'touch /hasty/?utm_source=brief',
      'page /hasty/?utm_source=brief',
      'page /plain/next',
    ]);
  });

  it('cleans no address but its own of who followed a link, however soon the page is left', async ({
    tab,
  }) => {
    await tab.open(`${site}/hasty/?_hw=${crypto.randomUUID()}.${Date.now()}`);
    await until('the next page stands there', () => tab.run(() => location.pathname === '/plain/next'));
    expect(await tab.run(() => location.href)).toBe(`${site}/plain/next`);
  });

  it('sends the last events of a visit although nobody comes back', async ({ world, tab }) => {
    await tab.open(`${site}/plain/?utm_source=last`);
    await leaveSite(tab);
    await until('the last event is there', async () => engagements(await world.events()).length > 0);
    expect((await world.events()).map(({ kind }) => kind).sort()).toEqual(['engagement', 'page', 'touch']);
  });
}
