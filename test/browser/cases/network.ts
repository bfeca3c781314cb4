import { expect, vi } from 'vitest';
import type { Case, Scene } from '../scene.ts';
import { allEvents, askForDemo, command, onlyLead, soon, story } from '../story.ts';
import { until } from '../until.ts';
import { goBack } from '../visitor.ts';
import { reports, type Stored } from '../world.ts';

const site = 'http://www.site.test';

/** Ten events and a lead, made while nothing gets through for ten seconds. */
async function tenSecondsOfWork({ tab }: Scene): Promise<void> {
  const from = Date.now();
  for (let count = 0; count < 10; count++) {
    await command(tab, 'event', `count ${count}`);
    await vi.waitFor(() => expect(Date.now() - from).toBeGreaterThan(count * 1000 + 1000), soon);
  }
}

const names = (events: Stored[]): string[] =>
  events.flatMap((event) => (event.kind === 'event' ? [event.name] : [])).sort();
const ten = Array.from({ length: 10 }, (_, count) => `count ${count}`);

/** Networks and collectors that come and go. */
export function network(it: Case): void {
  it(
    'loses and doubles nothing while the browser is offline for ten seconds',
    async (scene) => {
      await scene.tab.open(`${site}/plain/`);
      await story(scene);
      await scene.visitor.goOffline(true);
      await tenSecondsOfWork(scene);
      expect(names(await scene.world.events()).filter((name) => name.startsWith('count'))).toEqual([]);
      await scene.visitor.goOffline(false);
      const events = await allEvents(scene);
      expect(names(events).filter((name) => name.startsWith('count'))).toEqual(ten);
    },
    { needs: 'a switch for offline' },
  );

  it('loses and doubles nothing while every connection breaks for ten seconds', async (scene) => {
    const { world, tab } = scene;
    await tab.open(`${site}/plain/`);
    await story(scene);
    world.sky.weather.isCut = true;
    world.cut();
    await tenSecondsOfWork(scene);
    world.sky.weather.isCut = false;
    const events = await allEvents(scene);
    expect(names(events).filter((name) => name.startsWith('count'))).toEqual(ten);
  });

  it('sends on the next page what could not be sent on the last', async (scene) => {
    const { world, tab } = scene;
    world.sky.weather.refusals = Array.from({ length: 50 }, () => ({ status: 503 }));
    await tab.open(`${site}/plain/?utm_source=a`);
    await askForDemo(tab, 'later@firma.de');
    expect(await world.events()).toEqual([]);
    world.sky.weather.refusals = [];
    await tab.open(`${site}/plain/next`);
    expect(await story(scene)).toEqual([
      'touch /plain/?utm_source=a',
      'page /plain/?utm_source=a',
      'page /plain/next',
    ]);
    expect((await onlyLead(world)).originalSource).toMatchObject({ source: 'a' });
  });

  it('sends again what was stored without an answer, and it counts once', async (scene) => {
    const { world, tab } = scene;
    world.sky.weather.answersToLose = 2;
    await tab.open(`${site}/plain/?utm_source=a`);
    expect(await story(scene)).toEqual(['touch /plain/?utm_source=a', 'page /plain/?utm_source=a']);
    expect(reports(world).length).toBeGreaterThan(2);
  });

  it('goes on where the visitor comes back before an answer does', async (scene) => {
    const { world, tab } = scene;
    world.sky.weather.answersToHold = 1;
    await tab.open(`${site}/plain/?utm_source=a`);
    await until('the collector is asked', async () => reports(world).length > 0);
    await tab.open('http://www.elsewhere.test/none/');
    await goBack(tab);
    expect(await story(scene)).toEqual([
      'touch /plain/?utm_source=a',
      'page /plain/?utm_source=a',
      'page /plain/?utm_source=a',
    ]);
  });

  it('comes back when the collector says so', async (scene) => {
    const { world, tab } = scene;
    world.sky.weather.refusals = [{ status: 429, retryAfterSeconds: 4 }];
    await tab.open(`${site}/plain/`);
    expect(await story(scene)).toEqual(['touch /plain/', 'page /plain/']);
    const [refused, next] = reports(world);
    expect(refused?.status).toBe(429);
    expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(3900);
  });

  it('waits longer after each failure', async (scene) => {
    const { world, tab } = scene;
    world.sky.weather.refusals = [{ status: 503 }, { status: 503 }, { status: 503 }];
    await tab.open(`${site}/plain/`);
    await story(scene);
    const times = reports(world).map(({ at }) => at);
    const pauses = times.slice(1, 4).map((at, index) => at - (times[index] ?? 0));
    expect(pauses[1]).toBeGreaterThan(pauses[0] ?? Infinity);
    expect(pauses[2]).toBeGreaterThan(pauses[1] ?? Infinity);
  });

  it('asks for no more than one request a second', async (scene) => {
    const { world, tab } = scene;
    await tab.open(`${site}/plain/`);
    await tab.run(async () => {
      const { headwater } = window as unknown as { headwater: (...command: unknown[]) => void };
      for (let count = 0; count < 30; count++) {
        headwater('event', `quick ${count}`);
        await new Promise((done) => setTimeout(done, 100));
      }
    });
    const events = await allEvents(scene);
    expect(names(events)).toHaveLength(30);
    const times = reports(world).map(({ at }) => at);
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThan(900);
  });
}
