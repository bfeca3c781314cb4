import { collectEnvelope, leadSubmission, siteEvent, type SiteEvent } from '@headwater/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Headwater, Memory } from './commands.ts';

const START = 1_767_225_600_000;
const STUB = '(window.headwater=window.headwater||function(){(headwater.q=headwater.q||[]).push(arguments)})';

interface Sent {
  path: string;
  body: Record<string, unknown> & { events: SiteEvent[] };
}
let sent: Sent[] = [];
let beacons: Sent[] = [];
let answer: () => Response = () => new Response('{}', { status: 202 });

/** What each document left on the shared window, to be undone as closing it would. */
const listeners: [string, EventListener][] = [];
const native = {
  pushState: history.pushState.bind(history),
  replaceState: history.replaceState.bind(history),
};
const listen = window.addEventListener.bind(window);

function leaveDocument(): void {
  for (const [type, listener] of listeners.splice(0)) window.removeEventListener(type, listener, true);
  Object.assign(history, native);
  delete window.headwater;
  document.body.innerHTML = '';
  // Clearing timers sets the clock back.
  const now = Date.now();
  vi.clearAllTimers();
  vi.setSystemTime(now);
  vi.resetModules();
}

async function open(address: string, attributes = '', { referrer = '', body = '' } = {}): Promise<void> {
  leaveDocument();
  native.replaceState(null, '', address);
  Object.defineProperty(document, 'referrer', { value: referrer, configurable: true });
  // The script finds its tag as a tag manager leaves it; of a type of its own, so that nothing is loaded.
  document.body.innerHTML = `<script type="text/plain" src="https://leads.test/hw.js" data-site="KEY" ${attributes}></script>${body}`;
  await import('./snippet.ts');
  await vi.advanceTimersByTimeAsync(0);
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const call: Headwater = (...command) => window.headwater?.(...command);
const events = () => sent.flatMap(({ body }) => body.events ?? []);
const seen = () =>
  events().map(({ kind, ...event }) => `${kind} ${'url' in event ? new URL(event.url ?? '').pathname : ''}`);
const leads = () => sent.filter(({ path }) => path.endsWith('/v1/leads')).map(({ body }) => body);

function remembered(): Promise<Memory> {
  return new Promise((resolve) => call('get', resolve));
}

function fill(form: string, values: Record<string, string>): HTMLFormElement {
  const element = document.querySelector<HTMLFormElement>(form)!;
  for (const [name, value] of Object.entries(values)) {
    element.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value;
  }
  return element;
}
const submit = (form: HTMLFormElement) =>
  form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  sent = [];
  beacons = [];
  answer = () => new Response('{}', { status: 202 });
  vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
    sent.push({ path, body: JSON.parse(body) });
    return answer();
  });
  vi.stubGlobal('isSecureContext', false);
  vi.stubGlobal('origin', location.origin);
  navigator.sendBeacon = (path, body) => {
    beacons.push({ path: `${path}`, body: JSON.parse(body as string) });
    return true;
  };
  window.addEventListener = ((type: string, listener: EventListener, capture: boolean) => {
    listeners.push([type, listener]);
    listen(type, listener, capture);
  }) as typeof window.addEventListener;
});

afterEach(() => {
  leaveDocument();
  localStorage.clear();
  document.cookie = 'hw=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/';
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a landing', () => {
  it('sends its touch and its page in one request that the contract takes', async () => {
    document.title = 'Home';
    await open('/?utm_source=LinkedIn&li_fat_id=Xy', '', { referrer: 'https://www.linkedin.com/' });
    expect(sent).toHaveLength(1);
    expect(sent[0]!.path).toBe('https://leads.test/v1/collect');
    const envelope = collectEnvelope.parse(sent[0]!.body);
    expect(envelope.site).toBe('KEY');
    const [touch, page] = envelope.events.map((event) => siteEvent.parse(event));
    expect(touch).toMatchObject({
      kind: 'touch',
      at: START,
      referrer: 'https://www.linkedin.com/',
      utm: { source: 'LinkedIn' },
      click: { li_fat_id: 'Xy' },
    });
    expect(page).toMatchObject({ kind: 'page', at: START, title: 'Home' });
  });

  it('knows the visitor again by the cookie, as on another subdomain', async () => {
    await open('/');
    localStorage.clear();
    await open('/pricing');
    await wait(1000);
    expect(new Set(sent.map(({ body }) => body.visitor)).size).toBe(1);
    expect(seen()).toEqual(['touch /', 'page /', 'page /pricing']);
  });

  it('knows the visitor again without the cookie', async () => {
    await open('/');
    document.cookie = 'hw=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/';
    await open('/pricing');
    expect(sent[1]!.body.visitor).toBe(sent[0]!.body.visitor);
  });

  it('is a touch of its own half an hour after the last activity', async () => {
    await open('/?utm_source=news');
    await wait(30 * 60_000);
    await open('/');
    expect(seen()).toEqual(['touch /', 'page /', 'touch /', 'page /']);
    const { first, last, touches } = await remembered();
    expect(first?.utm).toEqual({ source: 'news' });
    expect(last?.utm).toBeUndefined();
    expect(touches.map(({ id }) => id)).toEqual([events()[0]!.id, events()[2]!.id]);
  });

  it('counts once when the script is there twice', async () => {
    await open('/');
    vi.resetModules();
    await import('./snippet.ts');
    await wait(2000);
    expect(seen()).toEqual(['touch /', 'page /']);
  });

  it('is nothing without a site key', async () => {
    await open('/');
    sent = [];
    leaveDocument();
    await import('./snippet.ts');
    await wait(2000);
    expect(sent).toEqual([]);
    expect(window.headwater).toBeUndefined();
  });

  it('is nothing on a local host when local traffic is ignored', async () => {
    await open('/', 'data-ignore-local="on"');
    expect(sent).toEqual([]);
  });
});

describe('navigation inside the document', () => {
  it('sees pages by their path, Back among them', async () => {
    await open('/');
    history.pushState(null, '', '/pricing');
    history.replaceState(null, '', '/pricing?plan=b');
    history.replaceState(null, '', '/pricing?plan=b');
    native.replaceState(null, '', '/');
    window.dispatchEvent(new PopStateEvent('popstate'));
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /pricing', 'page /']);
  });

  it('finds campaigns in it', async () => {
    await open('/');
    history.pushState(null, '', '/?utm_source=inside');
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'touch /']);
    expect(events()[2]).toMatchObject({ utm: { source: 'inside' } });
  });

  it('takes the hash for the page where the application routes by it', async () => {
    await open('/#/a', 'data-hash="on"');
    history.pushState(null, '', '/#/b?x=1');
    history.pushState(null, '', '/#/b?x=2');
    await wait(1000);
    expect(events().map((event) => 'url' in event && event.url?.replace(/.*\//, ''))).toEqual([
      'a',
      'a',
      'b?x=1',
    ]);
  });

  it('is left alone with data-spa="off"', async () => {
    await open('/', 'data-spa="off"');
    expect(Reflect.get(history, 'pushState')).toBe(native.pushState);
  });

  it('comes back out of the back/forward cache as a page', async () => {
    await open('/');
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /']);
  });
});

const FORM = `<form id="demo" name="Request a demo"><input name="email" type="email"><input name="company">
  <textarea name="message"></textarea><input name="secret" type="password">
  <p data-hw-ignore><input name="note"></p></form>`;

describe('a form', () => {
  it('is a lead that the contract takes, with the journey so far', async () => {
    await open('/?utm_source=news&ref=ANNA42', '', { body: FORM });
    submit(
      fill('form', { email: 'eva@firma.de', company: 'Firma', message: 'Call me.', secret: 'pw', note: 'x' }),
    );
    await wait(1000);
    const [lead] = leads();
    expect(leadSubmission.parse(lead)).toMatchObject({
      site: 'KEY',
      visitor: sent[0]!.body.visitor,
      email: 'eva@firma.de',
      company: 'Firma',
      message: 'Call me.',
      fields: {},
      form: { id: 'demo', name: 'Request a demo' },
      ref: 'ANNA42',
    });
    expect(lead?.touches).toEqual([events()[0]]);
    expect(JSON.stringify(lead)).not.toMatch(/pw|note/);
  });

  it('is a lead though the page cancels it, stops it and throws', async () => {
    await open('/', '', { body: FORM });
    const form = fill('form', { email: 'eva@firma.de' });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      form.reset();
    });
    submit(form);
    await wait(1000);
    expect(leads()).toMatchObject([{ email: 'eva@firma.de' }]);
  });

  it('is never cancelled by us', async () => {
    await open('/', '', { body: FORM });
    expect(submit(fill('form', { email: 'eva@firma.de' }))).toBe(true);
  });

  it('is one lead when it fires two events or is sent twice, and another when it says more', async () => {
    await open('/', '', { body: FORM });
    const form = fill('form', { email: 'eva@firma.de' });
    submit(form);
    form.dispatchEvent(new Event('formdata', { bubbles: true }));
    submit(form);
    await wait(3000);
    expect(leads()).toHaveLength(1);
    submit(fill('form', { company: 'Firma' }));
    await wait(3000);
    expect(leads()).toHaveLength(2);
  });

  it('is no lead without a way to reach anybody', async () => {
    await open('/', '', { body: FORM });
    submit(fill('form', { company: 'Firma', email: 'eva at firma' }));
    await wait(1000);
    expect(leads()).toEqual([]);
  });

  it.each([
    ['data-forms="off"', FORM, 0],
    ['data-forms="marked"', FORM, 0],
    ['data-forms="marked"', FORM.replace('<form', '<form data-hw-form'), 1],
    ['', FORM.replace('<form', '<form data-hw-ignore'), 0],
  ])('with %s, %s makes %i leads', async (attributes, body, count) => {
    await open('/', attributes, { body });
    submit(fill('form', { email: 'eva@firma.de' }));
    await wait(1000);
    expect(leads()).toHaveLength(count);
  });
});

describe('what the collector does not take', () => {
  it('waits as long as the collector asks, and is sent again as it was', async () => {
    answer = () => new Response('', { status: 503, headers: { 'retry-after': '20' } });
    await open('/');
    await wait(19_999);
    expect(sent).toHaveLength(1);
    answer = () => new Response('', { status: 202 });
    await wait(1);
    expect(sent).toHaveLength(2);
    expect(sent[1]!.body.events).toEqual(sent[0]!.body.events);
    await wait(60_000);
    expect(sent).toHaveLength(2);
  });

  it('waits longer after each failure', async () => {
    answer = () => Response.error();
    await open('/');
    await wait(10_999);
    expect(sent).toHaveLength(3);
    await wait(1);
    expect(sent).toHaveLength(4);
  });

  it.each([
    [200, 1],
    [202, 1],
    [400, 1],
    [403, 1],
    [413, 1],
    [429, 2],
    [500, 2],
    [503, 2],
  ])('after status %i it has been sent %i times within two seconds', async (status, times) => {
    answer = () => new Response('', { status });
    await open('/');
    await wait(2000);
    expect(sent).toHaveLength(times);
  });

  it('is sent by the next page, leads first', async () => {
    answer = () => {
      throw new TypeError('offline');
    };
    await open('/', '', { body: FORM });
    submit(fill('form', { email: 'eva@firma.de' }));
    await wait(500);
    const unsent = sent[0]!.body.events;
    sent = [];
    answer = () => new Response('', { status: 202 });
    await open('/thanks');
    await wait(1000);
    expect(sent[0]!.body.email).toBe('eva@firma.de');
    expect(sent[1]!.body.events.slice(0, 2)).toEqual(unsent);
    expect(seen()).toEqual(['touch /', 'page /', 'page /thanks']);
  });

  it('goes as a beacon when the page goes away, and stays queued', async () => {
    await open('/', '', { body: FORM });
    submit(fill('form', { email: 'eva@firma.de' }));
    window.dispatchEvent(new Event('pagehide'));
    expect(beacons).toMatchObject([{ path: 'https://leads.test/v1/leads', body: { email: 'eva@firma.de' } }]);
    await wait(1000);
    expect(leads()[0]!.submission).toBe(beacons[0]!.body.submission);
  });

  it('travels with at most 50 others, in a body of at most 20,000 characters', async () => {
    answer = () => Response.error();
    await open('/');
    for (let number = 0; number < 80; number++) call('event', 'x', { text: 'y'.repeat(900) });
    answer = () => new Response('', { status: 202 });
    await wait(60_000);
    const sizes = sent.map(({ body }) => JSON.stringify(body).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20_000);
    expect(new Set(events().map(({ id }) => id)).size).toBe(50);
  });

  it('is a lead with fewer touches where the journey is too long for a request', async () => {
    await open('/', '', { body: FORM });
    for (let number = 0; number < 20; number++) {
      history.pushState(null, '', `/?utm_source=${number}&utm_content=${'z'.repeat(900)}`);
    }
    submit(fill('form', { email: 'eva@firma.de' }));
    await wait(60_000);
    const touches = leads()[0]?.touches as SiteEvent[];
    expect(JSON.stringify(leads()[0]).length).toBeLessThanOrEqual(20_000);
    expect(touches.at(-1)).toMatchObject({ utm: { source: '19' } });
  });
});

describe('consent', () => {
  it('when required, stores and sends nothing, and loses nothing', async () => {
    await open('/?utm_source=late', 'data-consent="required"', {
      referrer: 'https://blog.test/',
      body: FORM,
    });
    await wait(60_000);
    history.pushState(null, '', '/pricing');
    submit(fill('form', { email: 'eva@firma.de' }));
    await wait(1000);
    expect([sent, localStorage.length, document.cookie]).toEqual([[], 0, '']);
    call('consent', 'granted');
    await wait(5000);
    expect(events().map(({ kind, at }) => [kind, at - START])).toEqual([
      ['touch', 0],
      ['page', 0],
      ['page', 60_000],
    ]);
    expect(events()[0]).toMatchObject({ utm: { source: 'late' }, referrer: 'https://blog.test/' });
    expect(leads()).toHaveLength(1);
  });

  it('when denied, drops what waited and records nothing more', async () => {
    await open('/', 'data-consent="required"');
    call('consent', 'denied');
    call('event', 'x');
    history.pushState(null, '', '/pricing');
    await wait(1000);
    expect([sent, localStorage.length, document.cookie]).toEqual([[], 0, '']);
    call('consent', 'granted');
    call('event', 'y');
    await wait(1000);
    expect(events()).toMatchObject([{ kind: 'event', name: 'y' }]);
  });
});

describe('commands', () => {
  it('wait for the script in the stub', async () => {
    leaveDocument();
    // oxlint-disable-next-line no-eval -- the stub as a page has it
    (0, eval)(STUB);
    const stub = window.headwater;
    leaveDocument();
    const opening = open('/');
    window.headwater = stub!;
    window.headwater('event', 'video_played', { seconds: 40 });
    await opening;
    expect(events()[2]).toMatchObject({ kind: 'event', name: 'video_played', props: { seconds: 40 } });
  });

  it("send a lead of the page's own", async () => {
    await open('/');
    call('lead', { email: 'eva@firma.de', name: 'Eva', fields: { plan: 'pro' } });
    await wait(1000);
    const lead = leadSubmission.parse(leads()[0]);
    expect(lead).toMatchObject({ email: 'eva@firma.de', name: 'Eva', fields: { plan: 'pro' } });
    expect(lead.touches).toHaveLength(1);
  });

  it('never throw into the page', async () => {
    await open('/');
    expect(() => call('get', null as never)).not.toThrow();
    expect(() => call('nonsense' as never, undefined as never)).not.toThrow();
  });
});

describe('where the browser refuses', () => {
  it('storage and cookies, everything works in memory', async () => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(refuse);
    const cookie = vi.spyOn(document, 'cookie', 'get').mockImplementation(refuse);
    await open('/?utm_source=news');
    history.pushState(null, '', '/pricing');
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /pricing']);
    expect((await remembered()).last?.utm).toEqual({ source: 'news' });
    expect(cookie).toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('an origin, nothing is sent and everything else works', async () => {
    vi.stubGlobal('origin', 'null');
    await open('/?utm_source=news', '', { body: FORM });
    submit(fill('form', { email: 'eva@firma.de' }));
    window.dispatchEvent(new Event('pagehide'));
    await wait(5000);
    expect([sent, beacons]).toEqual([[], []]);
    expect((await remembered()).first?.utm).toEqual({ source: 'news' });
  });

  it('nonsense in its place in storage, it begins anew', async () => {
    localStorage.hw = '{"touches":';
    await open('/');
    expect(seen()).toEqual(['touch /', 'page /']);
  });
});
