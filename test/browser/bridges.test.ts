import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Lead } from '@headwater/contract';
import { startRunning, type Running } from './running.ts';

const soon = { timeout: 60_000, interval: 50 };

/** The first block of HTML below a heading of a page of the documentation: what people paste. */
function blockUnder(file: string, heading: string): string {
  const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  const [, below = ''] = text.split(new RegExp(`^#+ ${heading}$`, 'm'));
  const block = /```html\n(.*?)```/s.exec(below)?.[1];
  if (!block) throw new Error(`${file} has no HTML under ${heading}`);
  return block;
}

let running: Running;
let site: string;
let origin: string;
let served = '';
const server = createServer((_, answer) =>
  answer.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(served),
);
beforeAll(async () => {
  running = await startRunning();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  site = await running.addSite(origin);
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await running.stop();
});

type Visit = {
  page: Page;
  /** What was sent to the collector so far. */
  sent: () => string[];
  /** What the page threw. */
  errors: string[];
};

/** A new visitor comes from a newsletter to a page with these scripts. */
async function visit(
  scripts: string,
  { tag = '', page }: { tag?: string; page?: Page } = {},
): Promise<Visit> {
  const visitor = page ?? (await running.newVisitor());
  const sent: string[] = [];
  const errors: string[] = [];
  visitor.on('request', (asked) => asked.url().includes('/v1/') && sent.push(asked.url()));
  visitor.on('pageerror', (error) => errors.push(String(error)));
  served = `<!doctype html><title>Bridge</title>
    ${blockUnder('consent.md', 'Bridges')}${scripts}
    <script defer src="${running.url}/hw.js" data-site="${site}" ${tag}></script>`;
  await visitor.goto(`${origin}/?utm_source=newsletter&utm_medium=email`);
  await visitor.waitForFunction(() => 'loaded' in Object(window['headwater' as never]));
  return { page: visitor, sent: () => sent, errors };
}

/** What had a moment to happen has happened. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 50))));

const stored = (page: Page): Promise<string> =>
  page.evaluate(() => document.cookie + Object.keys(localStorage).join());

async function leadOf(email: string): Promise<Lead> {
  return vi.waitFor(async () => {
    const lead = (await running.leads()).find((one) => one.email === email);
    if (!lead) throw new Error(`${email} is no lead yet`);
    return lead;
  }, soon);
}

const identify = (page: Page, email: string): Promise<void> =>
  page.evaluate((address) => {
    const { headwater } = window as unknown as { headwater: (command: string, person: object) => void };
    headwater('lead', { email: address });
  }, email);

const newEmail = (): string => `eva-${crypto.randomUUID()}@bridged-firma.de`;

/** A consent platform: `answer(yes)` is the visitor's click, `remembered` what they chose before. */
type Platform = {
  heading: string;
  standIn: (remembered: boolean | null) => string;
  /** Whether it may stand before the bridge, and after it. */
  orders: ('platform first' | 'bridge first')[];
};

const platforms: Platform[] = [
  {
    heading: 'IAB TCF',
    orders: ['platform first'],
    standIn: (remembered) => `<script>{
      const listeners = [];
      const dataOf = (eventStatus, yes) =>
        ({ eventStatus, gdprApplies: true, purpose: { consents: yes ? { 1: true, 7: true } : { 1: true, 7: false } } });
      let data = ${remembered === null ? "dataOf('cmpuishown', false)" : `dataOf('tcloaded', ${remembered})`};
      window.__tcfapi = (command, version, callback) => {
        if (command !== 'addEventListener') return callback(null, false);
        listeners.push(callback);
        callback({ ...data, listenerId: listeners.length }, true);
      };
      window.answer = (yes) => {
        data = dataOf('useractioncomplete', yes);
        listeners.forEach((listener, index) => listener({ ...data, listenerId: index + 1 }, true));
      };
    }</script>`,
  },
  {
    heading: 'Google Consent Mode',
    orders: ['platform first'],
    standIn: (remembered) => `<script>
      window.dataLayer = window.dataLayer || [];
      function gtag() { dataLayer.push(arguments); }
      gtag('consent', 'default', { ad_storage: 'denied', analytics_storage: 'denied' });
      dataLayer.push({ event: 'gtm.js' }, undefined);
      window.answer = (yes) => gtag('consent', 'update', { analytics_storage: yes ? 'granted' : 'denied' });
      ${remembered === null ? '' : `answer(${remembered});`}
    </script>`,
  },
  {
    heading: 'Cookiebot',
    orders: ['bridge first', 'platform first'],
    standIn: (remembered) => `<script>
      window.Cookiebot = { hasResponse: false, consent: { necessary: true, statistics: false } };
      window.answer = (yes) => {
        Cookiebot.hasResponse = true;
        Cookiebot.consent.statistics = yes;
        dispatchEvent(new Event(yes ? 'CookiebotOnAccept' : 'CookiebotOnDecline'));
      };
      ${remembered === null ? '' : `answer(${remembered});`}
    </script>`,
  },
  {
    heading: 'OneTrust',
    orders: ['bridge first', 'platform first'],
    standIn: (remembered) => `<script>{
      let isClosed = false;
      window.OneTrust = { IsAlertBoxClosed: () => isClosed };
      const announce = (yes) => {
        window.OnetrustActiveGroups = yes ? ',C0001,C0002,' : ',C0001,';
        dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail: OnetrustActiveGroups.split(',') }));
      };
      window.answer = (yes) => {
        announce(yes);
        isClosed = true;
        dispatchEvent(new CustomEvent('OTConsentApplied'));
      };
      isClosed = ${remembered !== null};
      announce(${remembered === true});
    }</script>`,
  },
];

const required = { tag: 'data-consent="required"' };

describe.each(platforms)('the bridge to $heading', ({ heading, standIn, orders }) => {
  const bridge = blockUnder('consent.md', heading);
  const scripts = (remembered: boolean | null, order = orders[0]): string =>
    order === 'platform first' ? standIn(remembered) + bridge : bridge + standIn(remembered);
  const answer = (page: Page, yes: boolean): Promise<unknown> => page.evaluate(`answer(${yes})`);

  it('waits for the answer, and a yes keeps the source of the landing', async () => {
    const { page, sent, errors } = await visit(scripts(null), required);
    await settled(page);
    expect([sent(), await stored(page)]).toEqual([[], '']);
    await answer(page, true);
    const email = newEmail();
    await identify(page, email);
    const { id } = await leadOf(email);
    await vi.waitFor(async () => {
      expect((await running.lead(id)).originalSource).toMatchObject({
        source: 'newsletter',
        channel: 'Email',
      });
    }, soon);
    expect(errors).toEqual([]);
  });

  it('leaves no trace after a no', async () => {
    const { page, sent, errors } = await visit(scripts(null), required);
    await answer(page, false);
    await identify(page, newEmail());
    await settled(page);
    expect([sent(), await stored(page), errors]).toEqual([[], '', []]);
  });

  it.each(orders)('takes a yes that is known from before, the %s', async (order) => {
    const { sent } = await visit(scripts(true, order), required);
    await vi.waitFor(() => expect(sent().length).toBeGreaterThan(0), soon);
  });

  it('takes a no that is known from before', async () => {
    const { page, sent } = await visit(scripts(false), required);
    await settled(page);
    expect([sent(), await stored(page)]).toEqual([[], '']);
  });

  it('forgets the visitor who takes a yes back', async () => {
    const { page } = await visit(scripts(null), required);
    await answer(page, true);
    await vi.waitFor(async () => expect(await stored(page)).toMatch(/\bhw\b/), soon);
    await answer(page, false);
    expect(await stored(page)).toBe('');
  });
});

describe('the bridge to IAB TCF', () => {
  it('records where the regulation does not apply', async () => {
    const elsewhere = `<script>
      window.__tcfapi = (command, version, callback) => callback({ eventStatus: 'tcloaded', gdprApplies: false }, true);
    </script>`;
    const { sent } = await visit(elsewhere + blockUnder('consent.md', 'IAB TCF'), required);
    await vi.waitFor(() => expect(sent().length).toBeGreaterThan(0), soon);
  });
});

/** A frame of somebody else's, as the page has it. */
async function visitWithFrame(heading: string, frameOrigin: string, message: object): Promise<Visit> {
  const page = await running.newVisitor();
  await page.setRequestInterception(true);
  page.on('request', (asked) => {
    const body = `<script>parent.postMessage(${JSON.stringify(message)}, '*')</script>`;
    if (asked.url().startsWith(frameOrigin)) void asked.respond({ contentType: 'text/html', body });
    else void asked.continue();
  });
  const frame = `<script>addEventListener('load', () => {
    postMessage(null); postMessage('text');
    document.body.append(Object.assign(document.createElement('iframe'), { src: '${frameOrigin}/embed' }));
  })</script>`;
  return visit(blockUnder('forms.md', heading) + frame, { page });
}

/** What is known of the visitor once they have said who they are. */
async function activityOf(page: Page): Promise<() => Promise<string[]>> {
  const email = newEmail();
  await identify(page, email);
  const { id } = await leadOf(email);
  return async () => (await running.lead(id)).activity.map(({ text }) => text);
}

describe('bridges to forms of others', () => {
  const values = { firstname: 'Eva', lastname: 'Berg', company: 'Berg GmbH', phone: '+49 30 1234567' };

  it.each([
    ['as an object', (all: object) => all],
    [
      'as a list',
      (all: object) => Object.entries(all).map(([name, value]) => ({ name, value: String(value) })),
    ],
  ])('HubSpot, legacy forms: a stored submission is one lead, its values %s', async (_, given) => {
    const email = newEmail();
    const form = `<div data-hw-ignore><form id="hsForm_1"><input name="email" value="${email}"></form></div>`;
    const { page, errors } = await visit(blockUnder('forms.md', 'HubSpot, legacy forms') + form);
    await page.evaluate(
      (all) => {
        postMessage(null);
        const tell = (eventName: string, data: object) =>
          postMessage({ type: 'hsFormCallback', eventName, id: 'form-1', data });
        tell('onFormReady', {});
        tell('onFormSubmit', []);
        document.forms[0]!.addEventListener('submit', (event) => event.preventDefault());
        document.forms[0]!.requestSubmit();
        document.forms[0]!.remove();
        tell('onFormSubmitted', { formGuid: 'form-1', submissionValues: all });
      },
      given({ ...values, email, newsletter: true }),
    );
    const { id } = await leadOf(email);
    expect(await running.lead(id)).toMatchObject({ name: 'Eva Berg', company: 'Berg GmbH' });
    expect((await running.lead(id)).submissions).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('HubSpot, new forms: a successful submission is a lead', async () => {
    const email = newEmail();
    const { page, errors } = await visit(blockUnder('forms.md', 'HubSpot, new forms'));
    await page.evaluate(
      (all) => {
        const fields = Object.entries(all).map(([name, value]) => ({ name: `0-1/${name}`, value }));
        const form = { getFormFieldValues: () => Promise.resolve(fields) };
        Object.assign(window, { HubSpotFormsV4: { getFormFromEvent: () => form } });
        const told = (name: string) => dispatchEvent(new CustomEvent(name, { detail: { formId: 'form-2' } }));
        told('hs-form-event:on-ready');
        told('hs-form-event:on-submission:success');
      },
      { ...values, email },
    );
    const { id } = await leadOf(email);
    expect(await running.lead(id)).toMatchObject({ name: 'Eva Berg', company: 'Berg GmbH' });
    expect(errors).toEqual([]);
  });

  const booked = {
    event: 'calendly.event_scheduled',
    payload: {
      event: { uri: 'https://api.calendly.com/scheduled_events/A' },
      invitee: { uri: 'https://api.calendly.com/scheduled_events/A/invitees/B' },
    },
  };

  it('Calendly: a booked meeting is an event of the visitor', async () => {
    const { page, errors } = await visitWithFrame('Calendly', 'https://calendly.com', booked);
    const activity = await activityOf(page);
    await vi.waitFor(async () => expect(await activity()).toContain('Event meeting_booked'), soon);
    expect(errors).toEqual([]);
  });

  it('Calendly: nobody else can say that a meeting was booked', async () => {
    const { page } = await visitWithFrame('Calendly', 'https://mallory.example', booked);
    await settled(page);
    const activity = await activityOf(page);
    await vi.waitFor(async () => expect(await activity()).toContain('Viewed /'), soon);
    expect(await activity()).not.toContain('Event meeting_booked');
  });

  it('Typeform: a form that was sent is an event of the visitor', async () => {
    const message = { type: 'form-submit', embedId: '1', formId: 'HLjqXS5W', responseId: 'r1' };
    const { page, errors } = await visitWithFrame('Typeform', 'https://form.typeform.com', message);
    const activity = await activityOf(page);
    await vi.waitFor(async () => expect(await activity()).toContain('Event form_sent'), soon);
    expect(errors).toEqual([]);
  });
});
