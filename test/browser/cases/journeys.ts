import { expect } from 'vitest';
import type { Case } from '../scene.ts';
import { allEvents, askForDemo, days, minutes, onlyLead, story, told } from '../story.ts';
import { follow } from '../visitor.ts';
import { reports } from '../world.ts';

const site = 'http://www.site.test';

/** What a visitor does over days, and which of it is a touch. */
export function journeys(it: Case): void {
  it('credits the campaign of the first visit and that of a later one', async ({ world, tab }) => {
    await tab.open(`${site}/plain/?utm_source=LinkedIn%20Ads&utm_medium=cpc&utm_campaign=q1`);
    await story({ world, tab });
    world.sky.clockAheadMs = 3 * days;
    await tab.open(`${site}/plain/pricing?gclid=abc`);
    await askForDemo(tab, 'eva@firma.de');

    const lead = await onlyLead(world);
    expect(lead.originalSource).toMatchObject({ source: 'linkedin', campaign: 'q1', channel: 'Paid Social' });
    expect(lead.latestSource).toMatchObject({ source: 'google', channel: 'Paid Search' });
    const touches = await world.touches(lead.id);
    expect(touches.map(({ url }) => url)).toEqual([
      expect.stringContaining('utm_campaign=q1'),
      expect.stringContaining('gclid=abc'),
    ]);
  });

  it('counts a visit that comes back by itself, and leaves the source to the campaign', async ({
    world,
    tab,
  }) => {
    await tab.open(`${site}/plain/?utm_source=newsletter&utm_medium=email`);
    await story({ world, tab });
    world.sky.clockAheadMs = days;
    await tab.open(`${site}/plain/`);
    expect(await story({ world, tab })).toEqual([
      'touch /plain/?utm_source=newsletter&utm_medium=email',
      'page /plain/?utm_source=newsletter&utm_medium=email',
      'touch /plain/',
      'page /plain/',
    ]);
    await askForDemo(tab, 'max@firma.de');
    expect((await onlyLead(world)).latestSource).toMatchObject({ source: 'newsletter', channel: 'Email' });
  });

  it('counts a campaign once, however often its link is opened and the page reloaded', async ({
    world,
    tab,
  }) => {
    for (let time = 0; time < 3; time++) {
      await tab.open(`${site}/plain/?utm_source=a`);
      await follow(tab, `${site}/plain/next`);
    }
    const pages = ['page /plain/?utm_source=a', 'page /plain/next'];
    expect(await story({ world, tab })).toEqual(['touch /plain/?utm_source=a', ...pages, ...pages, ...pages]);
  });

  it('takes another website for a source at the beginning of a session and not within one', async (scene) => {
    const { world, tab } = scene;
    await tab.open('http://www.elsewhere.test/none/article');
    await follow(tab, `${site}/plain/one`);
    await tab.open('http://www.other.test/none/article');
    await follow(tab, `${site}/plain/two`);
    expect(await story(scene)).toEqual(['touch /plain/one', 'page /plain/one', 'page /plain/two']);
    world.sky.clockAheadMs = 31 * minutes;
    await tab.open('http://www.other.test/none/article');
    await follow(tab, `${site}/plain/three`);
    const touches = (await allEvents(scene)).filter(({ kind }) => kind === 'touch');
    expect(touches).toEqual([
      expect.objectContaining({ url: `${site}/plain/one`, referrer: 'http://www.elsewhere.test/' }),
      expect.objectContaining({ url: `${site}/plain/three`, referrer: 'http://www.other.test/' }),
    ]);
  });

  it('knows its own subdomains, and takes a name that only ends alike for another website', async (scene) => {
    const { world, tab } = scene;
    await tab.open(`${site}/plain/?ref=ANNA42`);
    await story(scene);
    world.sky.clockAheadMs = 31 * minutes;
    await follow(tab, 'http://blog.site.test/plain/new-session');
    world.sky.clockAheadMs = 62 * minutes;
    await tab.open('http://www.notsite.test/none/');
    await follow(tab, 'http://blog.site.test/plain/from-another');
    const events = await allEvents(scene);
    expect(events.filter(({ kind }) => kind === 'touch')).toEqual([
      expect.objectContaining({ params: { ref: 'ANNA42' } }),
      expect.not.objectContaining({ referrer: expect.anything() }),
      expect.objectContaining({ referrer: 'http://www.notsite.test/' }),
    ]);
    expect([...new Set(events.map(({ visitor }) => visitor))]).toEqual([events[0]?.visitor]);
  });

  it('takes no payment page for a source', async (scene) => {
    const { world, tab } = scene;
    await tab.open(`${site}/excluded/?utm_source=a`);
    await story(scene);
    world.sky.clockAheadMs = 31 * minutes;
    await tab.open('http://secure.pay.test/none/');
    await follow(tab, `${site}/excluded/paid`);
    const touches = (await allEvents(scene)).filter(({ kind }) => kind === 'touch');
    expect(touches[1]).toMatchObject({ url: `${site}/excluded/paid` });
    expect(touches[1]).not.toHaveProperty('referrer');
  });

  it('works where pages name no referrer, to nobody', async (scene) => {
    await scene.tab.open(`${site}/no-referrer/?utm_source=quiet`);
    await follow(scene.tab, `${site}/no-referrer/next`);
    await follow(scene.tab, 'http://www.other.test/plain/?utm_source=silent');
    const events = await allEvents(scene);
    expect(told(events)).toEqual([
      'touch /no-referrer/?utm_source=quiet',
      'page /no-referrer/?utm_source=quiet',
      'page /no-referrer/next',
      'touch /plain/?utm_source=silent',
      'page /plain/?utm_source=silent',
    ]);
    expect(events.some((event) => 'referrer' in event)).toBe(false);
  });

  it('survives escapes that are broken and values that never end', async (scene) => {
    const long = 'x'.repeat(5000);
    const query = `?broken=%E0%A4%A&utm_source=a+b&UTM_Medium=CPC&utm_source=second&utm_campaign=${long}&rest=${long}`;
    await scene.tab.open(`${site}/plain/${query}`);
    const [touch] = (await allEvents(scene)).filter(({ kind }) => kind === 'touch');
    expect(touch).toMatchObject({ params: { utm_source: 'a b', utm_medium: 'CPC' } });
    expect(touch?.kind === 'touch' && touch.params?.['utm_campaign']).toMatch(/^x{100,1000}$/);
    expect(reports(scene.world).every(({ status }) => status === 202)).toBe(true);
  });

  it('works on a page of http, where browsers make no ids', async (scene) => {
    await scene.tab.open(`${site}/plain/`);
    expect(await scene.tab.run(() => 'randomUUID' in crypto)).toBe(false);
    expect(await story(scene)).toEqual(['touch /plain/', 'page /plain/']);
  });
}
