import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lead, SiteEvent, Touch } from '@headwater/contract';
import { addSite } from '../../packages/collector/src/actions/addSite.ts';
import { systemClock } from '../../packages/collector/src/clock.ts';
import { openDatabase } from '../../packages/collector/src/storage/open.ts';
import { adminKey, headwater, newPlace, serve } from '../process/collector.ts';
import { untilKnown } from './until.ts';
import { fairWeather } from './weather.ts';
import { openWeb, type Arrival, type Sky } from './web.ts';
import { databaseFolder } from '../folder.ts';

/** An event as the collector keeps it. */
export type Stored = SiteEvent & { site: string; visitor: string };

/** Websites under real names, and a real collector that they report to. */
export type World = {
  /** Browsers reach every website through this port of 127.0.0.1, and nothing else. */
  proxyPort: number;
  /** Begins anew: a website nobody has reported to, fair weather, clocks that are right. */
  begin: () => Promise<void>;
  /** Everything that is known at this moment; `clockAheadMs` and `weather` are for tests to change. */
  sky: Sky;
  /** Breaks every connection there is; `sky.weather.isCut` keeps new ones away. */
  cut: () => void;
  /** Events of this website in the order they happened, and leads since `begin`. */
  events: () => Promise<Stored[]>;
  leads: () => Promise<Lead[]>;
  touches: (leadId: string) => Promise<Touch[]>;
  stop: () => Promise<void>;
};

const origins = ['site', 'other', 'hosted'].flatMap((name) =>
  ['http', 'https'].map((scheme) => `${scheme}://*.${name}.test`),
);

export async function startWorld(): Promise<World> {
  const folder = await mkdtemp(databaseFolder('headwater-world-'));
  const place = await newPlace(`file:${join(folder, 'test.db')}`);
  await headwater(place, 'init');
  const serving = await serve(place);
  const sky: Sky = { ...newSky(), site: '', pinned: await pinned(serving.url) };
  const web = await openWeb(() => sky, place.port);

  const ask = (path: string): Promise<Response> =>
    fetch(`${serving.url}${path}`, { headers: { authorization: `Bearer ${adminKey}` } });
  const get = async <Answer>(path: string): Promise<Answer> => (await (await ask(path)).json()) as Answer;
  const leads = async (): Promise<Lead[]> => (await get<{ data: Lead[] }>('/v1/leads?limit=200')).data;
  const events = async (): Promise<Stored[]> => {
    const lines = (await (await ask('/v1/export/events')).text()).split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Stored).filter(({ site }) => site === sky.site);
  };
  const db = openDatabase(place.databaseUrl, { patient: true });
  /** What `headwater site add` does, without a process of its own for each case. */
  const newSite = async (): Promise<string> => {
    const key = `site_${crypto.randomUUID()}`;
    await addSite({ db, clock: systemClock }, { key, name: 'Example', origins, filterBots: false });
    await untilKnown(serving.url, key);
    return key;
  };
  let leadsBefore = new Set<string>();
  let nextSite = newSite();

  return {
    proxyPort: web.proxyPort,
    begin: async () => {
      Object.assign(sky, newSky(), { site: await nextSite });
      // in advance: the collector takes a moment to know it
      nextSite = newSite();
      leadsBefore = new Set((await leads()).map(({ id }) => id));
    },
    sky,
    cut: web.cut,
    events,
    leads: async () => (await leads()).filter(({ id }) => !leadsBefore.has(id)),
    touches: async (leadId) => (await get<{ data: Touch[] }>(`/v1/leads/${leadId}/touches`)).data,
    stop: async () => {
      await nextSite;
      await db.destroy();
      await web.stop();
      serving.signal('SIGTERM');
      await serving.ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Requests that reached a collector, or tried to. Those of a visitor who has left another case are not counted. */
export function reports({ sky }: World): Arrival[] {
  return sky.arrivals.filter(({ body }) => body.includes(sky.site));
}

/**
 * Those that were wrong in themselves. What is refused in bad weather is sent again, and so are the last words of a
 * page that names no referrer: Firefox and WebKit take the origin out of its beacons too.
 */
export function refused(world: World): Arrival[] {
  return reports(world).filter(
    ({ status, origin }) => status >= 400 && status !== 429 && status !== 503 && origin !== 'null',
  );
}

async function pinned(collector: string): Promise<Sky['pinned']> {
  const answer = await fetch(`${collector}/hw.json`);
  const { src, integrity } = (await answer.json()) as { src: string; integrity: string };
  return { file: src.replace(/.*\//, ''), integrity };
}

function newSky(): Omit<Sky, 'site' | 'pinned'> {
  return { clockAheadMs: 0, weather: fairWeather(), arrivals: [], faults: [], pages: [] };
}
