import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import type { Lead, LeadDetail, Touch } from '@headwater/contract';
import { adminKey, headwater, newPlace, serve, type Place } from '../process/collector.ts';
import { startSmallChromium } from './chromium.ts';
import { databaseFolder } from '../folder.ts';
import { untilKnown } from './until.ts';

/** A collector and a browser, as a person has them who tries the product. */
export type Running = {
  browser: Browser;
  url: string;
  place: Place;
  /** A visitor nobody has seen yet, with a browser profile of their own. */
  newVisitor: () => Promise<Page>;
  /** Adds a website and returns its key. Headless browsers count as bots, so its bot filter is off. */
  addSite: (origin: string) => Promise<string>;
  leads: () => Promise<Lead[]>;
  lead: (id: string) => Promise<LeadDetail>;
  touches: (id: string) => Promise<Touch[]>;
  stop: () => Promise<void>;
};

export async function startRunning(): Promise<Running> {
  const folder = await mkdtemp(databaseFolder('headwater-browser-'));
  const place = await newPlace(`file:${join(folder, 'test.db')}`);
  await headwater(place, 'init');
  const serving = await serve(place);
  const { browser, stop: stopBrowser } = await startSmallChromium();
  const url = `http://localhost:${place.port}`;
  const get = async <Answer>(path: string): Promise<Answer> => {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${adminKey}` } });
    return (await answer.json()) as Answer;
  };
  return {
    browser,
    url,
    place,
    newVisitor: async () => (await browser.createBrowserContext()).newPage(),
    addSite: async (origin) => {
      const tag = await headwater(place, 'site', 'add', 'Example', origin, '--no-bot-filter');
      const key = /data-site="([^"]+)"/.exec(tag)?.[1] ?? '';
      await untilKnown(url, key);
      return key;
    },
    leads: async () => (await get<{ data: Lead[] }>('/v1/leads')).data,
    lead: (id) => get<LeadDetail>(`/v1/leads/${id}`),
    touches: async (id) => (await get<{ data: Touch[] }>(`/v1/leads/${id}/touches`)).data,
    stop: async () => {
      await stopBrowser();
      serving.signal('SIGTERM');
      await serving.ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
