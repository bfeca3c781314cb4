import {
  collectEnvelope,
  type EngagementEvent,
  leadSubmission,
  siteEvent,
  type SiteEvent,
} from '@headwater/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Headwater, Memory } from './commands.ts';

const START = 1_767_225_600_000;
/** For tasks that follow each other without waiting: the fake clock gives each a millisecond. */
const AT_ONCE_MS = 10;
const STUB = '(window.headwater=window.headwater||function(){(headwater.q=headwater.q||[]).push(arguments)})';

const EXPIRED = 'expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/';

interface Sent {
  path: string;
  request: RequestInit;
  body: Record<string, unknown> & { events: SiteEvent[] };
}
let sent: Sent[] = [];
let beacons: Omit<Sent, 'request'>[] = [];
let answer: () => Response = () => new Response('{}', { status: 202 });

function offline(): Response {
  throw new TypeError('Failed to fetch');
}

/** What each document left on the shared window, to be undone as closing it would. */
const listeners: [string, EventListener, boolean][] = [];
const native = {
  pushState: history.pushState.bind(history),
  replaceState: history.replaceState.bind(history),
};
const listen = window.addEventListener.bind(window);

function leaveDocument(): void {
  for (const given of listeners.splice(0)) window.removeEventListener(...given);
  Object.assign(history, native);
  delete window.headwater;
  document.body.innerHTML = '';
  // Clearing timers sets the clock back.
  const now = Date.now();
  vi.clearAllTimers();
  vi.setSystemTime(now);
  vi.resetModules();
}

async function open(...page: Parameters<typeof evaluate>): Promise<void> {
  await evaluate(...page);
  await vi.advanceTimersByTimeAsync(AT_ONCE_MS);
}

/** No further than where the page goes on with its own scripts. */
async function evaluate(address: string, attributes = '', { referrer = '', body = '' } = {}): Promise<void> {
  leaveDocument();
  native.replaceState(null, '', address);
  Object.defineProperty(document, 'referrer', { value: referrer, configurable: true });
  // The script finds its tag as a tag manager leaves it; of a type of its own, so that nothing is loaded.
  document.body.innerHTML = `<script type="text/plain" src="https://leads.test/hw.js" data-site="KEY" ${attributes}></script>${body}`;
  await import('./all.ts');
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const call: Headwater = (...command) => window.headwater?.(...command);
const events = () => sent.flatMap(({ body }) => body.events ?? []);
const engagements = () => events().filter((event): event is EngagementEvent => event.kind === 'engagement');
/** The kinds and paths of what was sent but engagement, which closes each page. */
const seen = () =>
  events()
    .filter(({ kind }) => kind !== 'engagement')
    .map(({ kind, ...event }) => `${kind} ${'url' in event ? new URL(event.url ?? '').pathname : ''}`);
const paramsOf = (event?: SiteEvent) => (event?.kind === 'touch' ? event.params : undefined);
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

const dispatch = (event: Event) => window.dispatchEvent(event);
const leave = () => dispatch(new Event('pagehide'));

function show(isVisible: boolean): void {
  Object.defineProperty(document, 'hidden', { value: !isVisible, configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}

function cookies(): Record<string, string> {
  return Object.fromEntries(document.cookie.split('; ').flatMap((pair) => (pair ? [pair.split('=')] : [])));
}

function forgetAll(): void {
  localStorage.clear();
  for (const name of ['hw', 'hw_s']) document.cookie = `${name}=; ${EXPIRED}`;
}
const nothingKept = () => [localStorage.length, document.cookie];

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  sent = [];
  beacons = [];
  answer = () => new Response('{}', { status: 202 });
  vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
    sent.push({ path, request, body: JSON.parse(request.body as string) });
    return answer();
  });
  vi.stubGlobal('isSecureContext', false);
  vi.stubGlobal('origin', location.origin);
  navigator.sendBeacon = (path, body) => {
    beacons.push({ path: `${path}`, body: JSON.parse(body as string) });
    return true;
  };
  window.addEventListener = ((type: string, listener: EventListener, capture: boolean) => {
    listeners.push([type, listener, capture]);
    listen(type, listener, capture);
  }) as typeof window.addEventListener;
});

afterEach(() => {
  leaveDocument();
  vi.restoreAllMocks();
  forgetAll();
  for (const name of ['hidden', 'prerendering']) Reflect.deleteProperty(document, name);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a landing', () => {
  it('sends its touch and its page in one request that the contract takes', async () => {
    document.title = 'Home';
    await open('/?utm_source=LinkedIn&li_fat_id=Xy&x=1', '', { referrer: 'https://www.linkedin.com/' });
    expect(sent).toHaveLength(1);
    expect(sent[0]!.path).toBe('https://leads.test/v1/collect');
    const envelope = collectEnvelope.parse(sent[0]!.body);
    expect(envelope.site).toBe('KEY');
    const [touch, page] = envelope.events.map((event) => siteEvent.parse(event));
    expect(touch).toMatchObject({
      kind: 'touch',
      at: START,
      referrer: 'https://www.linkedin.com/',
      params: { utm_source: 'LinkedIn', li_fat_id: 'Xy' },
    });
    expect(page).toMatchObject({ kind: 'page', at: START, title: 'Home' });
  });

  it('goes with cookies, outlives the page and needs no preflight', async () => {
    await open('/');
    const { method, credentials, keepalive, headers } = sent[0]!.request;
    expect({ method, credentials, keepalive, headers }).toEqual({
      method: 'POST',
      credentials: 'include',
      keepalive: true,
      headers: undefined,
    });
  });

  it('has the campaign that a router has taken out of the address', async () => {
    vi.spyOn(performance, 'getEntriesByType').mockReturnValue([
      { name: `${location.origin}/start?utm_source=news` } as PerformanceEntry,
    ]);
    await open('/home');
    expect(paramsOf(events()[0])).toEqual({ utm_source: 'news' });
    expect(seen()).toEqual(['touch /start', 'page /start']);
  });

  it('keeps two cookies: who it is, and when they were last active', async () => {
    await open('/');
    expect(cookies()).toEqual({ hw: sent[0]!.body.visitor, hw_s: `${START}` });
  });

  it('does not write the cookie again that is there, which the collector may have renewed', async () => {
    await open('/');
    const written = vi.spyOn(document, 'cookie', 'set');
    await wait(60_000);
    await open('/pricing');
    await wait(1000);
    const names = written.mock.calls.map(([cookie]) => cookie.split('=')[0]);
    expect(new Set(names)).toEqual(new Set(['hw_s']));
    expect(Number(cookies().hw_s)).toBeGreaterThan(START + 60_000);
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
    document.cookie = `hw=; ${EXPIRED}`;
    await open('/pricing');
    expect(sent[1]!.body.visitor).toBe(sent[0]!.body.visitor);
    expect(cookies().hw).toBe(sent[0]!.body.visitor);
  });

  it('takes the visitor from the cookie where storage says another', async () => {
    await open('/');
    const other = '01234567-89ab-7cde-8f01-23456789abcd';
    document.cookie = `hw=${other}; path=/`;
    await open('/pricing');
    await wait(1000);
    expect(sent.at(-1)!.body.visitor).toBe(other);
  });

  it('is a touch of its own half an hour after the last activity', async () => {
    await open('/?utm_source=news');
    await wait(30 * 60_000);
    leave();
    await open('/');
    expect(seen()).toEqual(['touch /', 'page /', 'touch /', 'page /']);
    const { first, last, touches } = await remembered();
    expect(first?.params).toEqual({ utm_source: 'news' });
    expect(last?.params).toEqual({});
    expect(touches.map(({ id }) => id)).toEqual(
      events().flatMap(({ kind, id }) => (kind === 'touch' ? id : [])),
    );
  });

  it('counts once when the script is there twice', async () => {
    await open('/');
    vi.resetModules();
    await import('./all.ts');
    await wait(2000);
    expect(seen()).toEqual(['touch /', 'page /']);
  });

  it('counts once when the script is there twice from the beginning', async () => {
    await evaluate('/');
    vi.resetModules();
    await import('./all.ts');
    await wait(2000);
    expect(seen()).toEqual(['touch /', 'page /']);
  });

  it('is of the address at the start, also when the page goes elsewhere in the same moment', async () => {
    await evaluate('/?utm_source=news');
    history.replaceState(null, '', '/home');
    await wait(2000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /home']);
    expect(paramsOf(events()[0])).toEqual({ utm_source: 'news' });
  });

  it('is sent though the page is left before it could do anything', async () => {
    await evaluate('/?utm_source=brief');
    leave();
    expect(beacons.map(({ body }) => body.events.map(({ kind }) => kind))).toEqual([
      ['touch', 'page', 'engagement'],
    ]);
    await open('/next');
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /next']);
    expect(events().every((event) => siteEvent.safeParse(event).success)).toBe(true);
  });

  it('is sent with what the page says as it is left', async () => {
    await evaluate('/');
    window.addEventListener('pagehide', () => call('event', 'left'));
    await wait(1000);
    leave();
    const [{ body }] = beacons as [Sent];
    expect(body.events.map((event) => (event.kind === 'event' ? event.name : event.kind))).toContain('left');
  });

  it('is one though the page that was left at once comes out of the back/forward cache', async () => {
    await evaluate('/?utm_source=brief');
    leave();
    dispatch(Object.assign(new Event('pageshow'), { persisted: true }));
    await wait(3000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /']);
  });

  it('is nothing of a page that is left at once where it would have been nothing', async () => {
    await evaluate('/', 'data-consent="required"');
    leave();
    await evaluate('/', 'data-ignore-local="on"');
    leave();
    expect([beacons, ...nothingKept()]).toEqual([[], 0, '']);
  });

  it('is nothing without a site key', async () => {
    await open('/');
    sent = [];
    leaveDocument();
    await import('./all.ts');
    await wait(2000);
    expect(sent).toEqual([]);
    expect(window.headwater?.loaded).toBeUndefined();
  });

  it('is nothing on a local host when local traffic is ignored', async () => {
    await open('/', 'data-ignore-local="on"');
    expect(sent).toEqual([]);
  });

  it('is nothing before a page that was prepared in advance is shown', async () => {
    Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
    await open('/');
    expect([sent, nothingKept()]).toEqual([[], [0, '']]);
    Reflect.deleteProperty(document, 'prerendering');
    document.dispatchEvent(new Event('prerenderingchange'));
    await wait(AT_ONCE_MS);
    expect(seen()).toEqual(['touch /', 'page /']);
  });
});

describe('in a frame', () => {
  it('of a page that has the tag it is nothing', async () => {
    vi.stubGlobal('top', { document: { querySelector: () => document.body } });
    await open('/');
    expect([sent, window.headwater?.loaded]).toEqual([[], undefined]);
  });

  it('of a page without the tag it is a visit', async () => {
    vi.stubGlobal('top', { document: { querySelector: () => null } });
    await open('/');
    expect(seen()).toEqual(['touch /', 'page /']);
  });

  it('of a foreign page it is a visit', async () => {
    const top = new Proxy(
      {},
      {
        get: () => {
          throw new DOMException('foreign', 'SecurityError');
        },
      },
    );
    vi.stubGlobal('top', top);
    await open('/');
    expect(seen()).toEqual(['touch /', 'page /']);
  });
});

describe('navigation inside the document', () => {
  it('sees pages by their path, Back among them', async () => {
    await open('/');
    history.pushState(null, '', '/pricing');
    history.replaceState(null, '', '/pricing?plan=b');
    history.replaceState(null, '', '/pricing?plan=b');
    native.replaceState(null, '', '/');
    dispatch(new PopStateEvent('popstate'));
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /pricing', 'page /']);
  });

  it('finds campaigns in it', async () => {
    await open('/');
    history.pushState(null, '', '/?utm_source=inside');
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'touch /']);
    expect(paramsOf(events().at(-1))).toEqual({ utm_source: 'inside' });
  });

  it('is a new session after half an hour', async () => {
    await open('/?utm_source=news');
    await wait(30 * 60_000);
    history.pushState(null, '', '/pricing');
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'touch /pricing', 'page /pricing']);
  });

  it('takes the hash for the page where the application routes by it', async () => {
    await open('/#/a', 'data-hash="on"');
    history.pushState(null, '', '/#/b?x=1');
    history.pushState(null, '', '/#/b?x=2');
    await wait(1000);
    const pages = events().filter(({ kind }) => kind === 'page');
    expect(pages.map((event) => 'url' in event && event.url?.replace(/.*\//, ''))).toEqual(['a', 'b?x=1']);
  });

  it("does not take the hash's query for another page where the page has one too", async () => {
    await open('/?plan=a#/b?x=1', 'data-hash="on"');
    history.replaceState(null, '', '/?plan=a#/b?x=2');
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /']);
  });

  it.each([
    ['a list', []],
    ['an element', document.createElement('nav')],
  ])('is seen where what the page calls navigation is %s', async (_, navigation) => {
    Object.assign(window, { navigation });
    await open('/');
    history.pushState(null, '', '/pricing');
    Reflect.deleteProperty(window, 'navigation');
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /pricing']);
  });

  it('is left alone with data-spa="off"', async () => {
    await open('/', 'data-spa="off"');
    expect(Reflect.get(history, 'pushState')).toBe(native.pushState);
  });

  it('comes back out of the back/forward cache as a page', async () => {
    await open('/');
    dispatch(Object.assign(new Event('pageshow'), { persisted: true }));
    dispatch(Object.assign(new Event('pageshow'), { persisted: false }));
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /']);
  });
});

describe('engagement', () => {
  const size = (scrollHeight: number) =>
    vi.spyOn(document.documentElement, 'scrollHeight', 'get').mockReturnValue(scrollHeight);
  const left = () => (beacons.at(-1)?.body.events ?? []).filter(({ kind }) => kind === 'engagement');

  it('is how long a page was visible and how far down, once, as it is left', async () => {
    size(innerHeight * 4);
    await open('/');
    await wait(5000 - AT_ONCE_MS);
    const scrollY = vi.spyOn(window, 'scrollY', 'get').mockReturnValue(innerHeight);
    dispatch(new Event('scroll'));
    scrollY.mockReturnValue(0);
    show(false);
    await wait(60_000);
    show(true);
    await wait(3000);
    expect(engagements()).toEqual([]);
    leave();
    expect(left()).toMatchObject([{ url: `${location.origin}/`, visibleMs: 8000, depth: 50 }]);
    expect(siteEvent.safeParse(left()[0]).success).toBe(true);
  });

  it('closes a page as the next one begins inside the application', async () => {
    await open('/');
    await wait(4000 - AT_ONCE_MS);
    history.pushState(null, '', '/pricing');
    await wait(2000);
    expect(events().map(({ kind }) => kind)).toEqual(['touch', 'page', 'engagement', 'page']);
    expect(engagements()).toMatchObject([{ url: `${location.origin}/`, visibleMs: 4000, depth: 100 }]);
    leave();
    expect(left()).toMatchObject([{ url: `${location.origin}/pricing`, visibleMs: 2000 }]);
  });

  it('of a page that was closed unseen is sent by the next one', async () => {
    await open('/');
    await wait(4000 - AT_ONCE_MS);
    show(false);
    await open('/pricing');
    await wait(1000);
    expect(engagements()).toMatchObject([{ url: `${location.origin}/`, visibleMs: 4000 }]);
  });

  it('goes on under another id where another page has sent the first part already', async () => {
    await open('/');
    await wait(4000 - AT_ONCE_MS);
    show(false);
    call('event', 'sends what waits');
    await wait(1000);
    show(true);
    await wait(2000);
    leave();
    const [first] = engagements();
    const [second] = left() as EngagementEvent[];
    expect([first?.visibleMs, second?.visibleMs]).toEqual([4000, 2000]);
    expect(first?.id).not.toBe(second?.id);
  });

  it('is none for a page that was never visible', async () => {
    show(false);
    await open('/');
    await wait(4000 - AT_ONCE_MS);
    leave();
    expect([...engagements(), ...left()]).toEqual([]);
  });
});

const FORM = `<form id="demo" name="Request a demo"><input name="email" type="email"><input name="company">
  <textarea name="message"></textarea><input name="secret" type="password">
  <p data-hw-ignore><input name="note"></p></form>`;
const valuesOf = (lead?: Record<string, unknown>) => {
  const inputs = (lead?.inputs ?? []) as { name: string; value: string }[];
  return Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
};

/** Has the page take a submission into its own hands. */
function prevent(form: HTMLFormElement, then = (): void => {}): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    then();
  });
}

describe('a form', () => {
  // all of it has a box, as in a browser
  beforeEach(() => {
    vi.spyOn(Element.prototype, 'getClientRects').mockReturnValue([
      new DOMRect(0, 0, 9, 9),
    ] as unknown as DOMRectList);
  });

  it('is a lead that the contract takes, with the journey so far', async () => {
    await open('/?utm_source=news&ref=ANNA42', '', { body: FORM });
    submit(
      fill('form', { email: 'eva@firma.de', company: 'Firma', message: 'Call me.', secret: 'pw', note: 'x' }),
    );
    await wait(1000);
    // the collector finds the address among the inputs
    const lead = leadSubmission.parse({ email: 'eva@firma.de', ...leads()[0] });
    expect(lead).toMatchObject({
      site: 'KEY',
      visitor: sent[0]!.body.visitor,
      form: { id: 'demo', name: 'Request a demo', url: `${location.origin}/` },
    });
    expect(valuesOf(leads()[0])).toEqual({ email: 'eva@firma.de', company: 'Firma', message: 'Call me.' });
    expect(lead.touches).toEqual([events()[0]]);
    expect(lead.timeZone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it('is a lead though the page stops the event and throws', async () => {
    await open('/', '', { body: FORM });
    const form = fill('form', { email: 'eva@firma.de' });
    form.addEventListener('submit', (event) => event.stopImmediatePropagation());
    submit(form);
    await wait(1000);
    expect(leads().map(valuesOf)).toEqual([{ email: 'eva@firma.de' }]);
  });

  it('is never cancelled by us', async () => {
    await open('/', '', { body: FORM });
    expect(submit(fill('form', { email: 'eva@firma.de' }))).toBe(true);
  });

  it.each([
    ['empties it', (form: HTMLFormElement) => form.reset()],
    ['removes it', (form: HTMLFormElement) => form.remove()],
    [
      'hides it',
      () => vi.spyOn(Element.prototype, 'getClientRects').mockReturnValue([] as unknown as DOMRectList),
    ],
  ])('that the page took into its own hands is a lead when it %s', async (_, then) => {
    await open('/', '', { body: FORM });
    const form = fill('form', { email: 'eva@firma.de' });
    prevent(form, () => setTimeout(() => then(form), 2000));
    submit(form);
    await wait(1900);
    expect(leads()).toEqual([]);
    await wait(2000);
    expect(leads().map(valuesOf)).toEqual([{ email: 'eva@firma.de' }]);
  });

  it('that the page refused is none', async () => {
    await open('/', '', { body: FORM });
    const form = fill('form', { email: 'eva@firma.de' });
    prevent(form);
    submit(form);
    await wait(60_000);
    form.reset();
    await wait(60_000);
    leave();
    expect([leads(), beacons.filter(({ path }) => path.endsWith('leads'))]).toEqual([[], []]);
  });

  it('that the page took is a lead when the page is left at once, and none when that is later', async () => {
    await open('/', '', { body: FORM });
    const form = fill('form', { email: 'eva@firma.de' });
    prevent(form);
    submit(form);
    await wait(100);
    leave();
    expect(beacons.at(-1)).toMatchObject({ path: 'https://leads.test/v1/leads' });
    await wait(5000);
    fill('form', { email: 'max@firma.de' });
    submit(form);
    await wait(700);
    leave();
    await wait(5000);
    expect(leads().map(valuesOf)).toEqual([{ email: 'eva@firma.de' }]);
  });

  it('is one lead when it fires two events or is sent twice, and another when it says more', async () => {
    await open('/', '', { body: FORM });
    const form = fill('form', { email: 'eva@firma.de' });
    submit(form);
    form.dispatchEvent(new Event('formdata', { bubbles: true }));
    submit(form);
    await wait(3000);
    expect(leads()).toHaveLength(1);
    submit(form);
    await wait(3000);
    expect(leads()).toHaveLength(1);
    submit(fill('form', { company: 'Firma' }));
    await wait(3000);
    expect(leads()).toHaveLength(2);
  });

  it('remembers what people wrote in steps that are gone', async () => {
    await open('/', '', { body: FORM });
    const form = fill('form', { email: 'eva@firma.de', company: 'Firma' });
    const email = form.querySelector<HTMLInputElement>('[name=email]')!;
    email.dispatchEvent(new Event('change', { bubbles: true }));
    email.remove();
    submit(form);
    await wait(1000);
    expect(leads().map(valuesOf)).toEqual([{ company: 'Firma', email: 'eva@firma.de' }]);
  });

  it('has its hidden fields filled before the page reads them', async () => {
    const body = FORM.replace('</form>', '<input type="hidden" name="utm_source"></form>');
    await open('/?utm_source=news', '', { body });
    const form = fill('form', { email: 'eva@firma.de' });
    submit(form);
    expect(form.querySelector<HTMLInputElement>('[name=utm_source]')?.value).toBe('news');
  });

  it.each([
    ['without a way to reach anybody', FORM, { company: 'Firma', email: 'eva at firma' }],
    [
      'for signing in',
      FORM.replace('type="password"', 'type="password" autocomplete="current-password"'),
      { email: 'eva@firma.de' },
    ],
  ])('%s is no lead', async (_, body, values) => {
    await open('/', '', { body });
    submit(fill('form', values));
    await wait(1000);
    expect(leads()).toEqual([]);
  });

  it.each([
    ['data-forms="off"', 'a form', FORM, 0],
    ['data-forms="marked"', 'a form', FORM, 0],
    ['data-forms="marked"', 'a marked one', FORM.replace('<form', '<form data-hw-form'), 1],
    ['', 'one to be ignored', FORM.replace('<form', '<form data-hw-ignore'), 0],
  ])('with %j, %s', async (attributes, _, body, count) => {
    await open('/', attributes, { body });
    submit(fill('form', { email: 'eva@firma.de' }));
    await wait(1000);
    expect(leads()).toHaveLength(count);
  });

  it('that comes later is heard once somebody goes into it', async () => {
    await open('/');
    document.body.insertAdjacentHTML('beforeend', FORM);
    const form = fill('form', { email: 'eva@firma.de' });
    form.querySelector('input')?.dispatchEvent(new Event('focusin', { bubbles: true }));
    await wait(AT_ONCE_MS);
    submit(form);
    await wait(1000);
    expect(leads()).toHaveLength(1);
  });
});

describe('what the collector does not take', () => {
  it('waits as long as the collector asks, and is sent again as it was', async () => {
    answer = () => new Response('', { status: 503, headers: { 'retry-after': '20' } });
    await open('/');
    await wait(19_900);
    expect(sent).toHaveLength(1);
    answer = () => new Response('', { status: 202 });
    await wait(100);
    expect(sent).toHaveLength(2);
    expect(sent[1]!.body.events).toEqual(sent[0]!.body.events);
    await wait(60_000);
    expect(sent).toHaveLength(2);
  });

  it('waits about twice as long after each failure', async () => {
    const times: number[] = [];
    answer = () => {
      times.push(Date.now());
      return offline();
    };
    await open('/');
    await wait(60_000);
    expect(times.map((time) => time - times[0]!)).toEqual([0, 1000, 4000, 11_000, 26_000, 57_000]);
  });

  it('is tried at once when the browser is online again, and then as after a first failure', async () => {
    answer = offline;
    await open('/');
    await wait(20_000);
    expect(sent).toHaveLength(4);
    dispatch(new Event('online'));
    await wait(1000);
    expect(sent).toHaveLength(6);
  });

  it('makes no request when the browser is online again and nothing waits', async () => {
    await open('/');
    await wait(5000);
    dispatch(new Event('online'));
    await wait(5000);
    expect(sent).toHaveLength(1);
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
    answer = offline;
    await open('/', '', { body: FORM });
    submit(fill('form', { email: 'eva@firma.de' }));
    await wait(500);
    const unsent = sent[0]!.body.events;
    sent = [];
    answer = () => new Response('', { status: 202 });
    await open('/thanks');
    await wait(1000);
    expect(valuesOf(sent[0]!.body)).toEqual({ email: 'eva@firma.de' });
    expect(sent[1]!.body.events.slice(0, 2)).toEqual(unsent);
    expect(seen()).toEqual(['touch /', 'page /', 'page /thanks']);
  });

  it('goes as a beacon when the page goes away, and stays queued', async () => {
    await open('/', '', { body: FORM });
    submit(fill('form', { email: 'eva@firma.de' }));
    leave();
    expect(beacons).toMatchObject([{ path: 'https://leads.test/v1/leads' }]);
    await wait(1000);
    expect(leads()[0]!.submission).toBe(beacons[0]!.body.submission);
  });

  it('is sent again when the page comes back before an answer does', async () => {
    vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
      sent.push({ path, request, body: JSON.parse(request.body as string) });
      return new Promise(() => {});
    });
    await open('/');
    leave();
    sent = [];
    dispatch(Object.assign(new Event('pageshow'), { persisted: true }));
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /']);
  });

  it('travels eight at a time, once a second, 50 at most', async () => {
    answer = offline;
    await open('/');
    for (let number = 0; number < 80; number++) call('event', `${number}`);
    sent = [];
    answer = () => new Response('', { status: 202 });
    dispatch(new Event('online'));
    await wait(999);
    expect(sent.map(({ body }) => body.events.length)).toEqual([8]);
    await wait(60_000);
    expect(sent.map(({ body }) => body.events.length)).toEqual([8, 8, 8, 8, 8, 8, 2]);
    expect(new Set(events().map(({ id }) => id)).size).toBe(50);
  });

  it('keeps a lead though 50 others wait', async () => {
    answer = offline;
    await open('/');
    for (let number = 0; number < 80; number++) call('event', `${number}`);
    call('lead', { email: 'eva@firma.de' });
    answer = () => new Response('', { status: 202 });
    await wait(60_000);
    expect(leads()).toMatchObject([{ email: 'eva@firma.de' }]);
  });

  it('is a lead with the newest touches where the journey is long', async () => {
    await open('/');
    for (let number = 0; number < 20; number++) {
      history.pushState(null, '', `/?utm_source=${number}&utm_content=${'z'.repeat(3000)}`);
    }
    call('lead', { email: 'eva@firma.de' });
    await wait(60_000);
    const touches = leads()[0]?.touches as SiteEvent[];
    expect(JSON.stringify(leads()[0]).length).toBeLessThanOrEqual(64 * 1024);
    expect(paramsOf(touches.at(-1))?.utm_source).toBe('19');
    for (const { body } of sent) expect(JSON.stringify(body).length).toBeLessThanOrEqual(64 * 1024);
  });

  it('outlives the page only where it is small enough: browsers refuse to send more than 64 KiB so', async () => {
    await open('/');
    call('lead', { email: 'eva@firma.de', fields: { brief: 'x'.repeat(70_000) } });
    for (let number = 0; number < 8; number++) {
      const props = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`p${at}`, 'ü'.repeat(1000)]));
      call('event', 'big', props);
    }
    await wait(60_000);
    const refused = sent.filter(
      ({ request: { keepalive, body } }) =>
        keepalive && new TextEncoder().encode(body as string).length > 64 * 1024,
    );
    expect(refused.map(({ path }) => path)).toEqual([]);
  });
});

describe('consent', () => {
  it('when required, stores and sends nothing, and loses nothing', async () => {
    await open('/?utm_source=late', 'data-consent="required"', {
      referrer: 'https://blog.test/',
      body: FORM,
    });
    await wait(60_000 - AT_ONCE_MS);
    history.pushState(null, '', '/pricing');
    submit(fill('form', { email: 'eva@firma.de' }));
    await wait(1000);
    leave();
    expect([sent, beacons, nothingKept()]).toEqual([[], [], [0, '']]);
    call('consent', 'granted');
    await wait(5000);
    const kinds = events().map(({ kind, at }) => [kind, at - START]);
    expect(kinds.filter(([kind]) => kind !== 'engagement')).toEqual([
      ['touch', 0],
      ['page', 0],
      ['page', 60_000],
    ]);
    expect(events()[0]).toMatchObject({ params: { utm_source: 'late' }, referrer: 'https://blog.test/' });
    expect(leads()).toHaveLength(1);
  });

  it('when denied, drops what waited and records nothing more', async () => {
    await open('/', 'data-consent="required"');
    call('consent', 'denied');
    call('event', 'x');
    history.pushState(null, '', '/pricing');
    await wait(1000);
    leave();
    expect([sent, beacons, nothingKept()]).toEqual([[], [], [0, '']]);
    call('consent', 'granted');
    call('event', 'y');
    await wait(1000);
    expect(events()).toMatchObject([{ kind: 'event', name: 'y' }]);
  });

  it('when withdrawn, leaves nothing here and nothing that waits', async () => {
    answer = offline;
    await open('/?utm_source=news');
    call('event', 'waits');
    expect(localStorage.length).toBe(1);
    call('consent', 'denied');
    expect(nothingKept()).toEqual([0, '']);
    sent = [];
    await wait(60_000);
    leave();
    expect([sent, beacons, nothingKept()]).toEqual([[], [], [0, '']]);
  });

  it('when withdrawn while a request is under way, is not undone by its answer', async () => {
    let take: (answer: Response) => void = () => {};
    const held = new Promise<Response>((resolve) => {
      take = resolve;
    });
    vi.stubGlobal('fetch', () => held);
    await open('/');
    call('consent', 'denied');
    take(new Response('', { status: 202 }));
    await wait(5000);
    expect(nothingKept()).toEqual([0, '']);
  });

  it('when given after it was withdrawn, begins with another visitor', async () => {
    await open('/?utm_source=news');
    call('consent', 'denied');
    call('consent', 'granted');
    history.pushState(null, '', '/pricing');
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'touch /pricing', 'page /pricing']);
    expect(sent.at(-1)!.body.visitor).not.toBe(sent[0]!.body.visitor);
  });

  describe.each([
    ['Global Privacy Control', 'globalPrivacyControl', true],
    ['Do Not Track', 'doNotTrack', '1'],
  ])('by %s', (_, name, value) => {
    beforeEach(() => void Object.defineProperty(navigator, name, { value, configurable: true }));
    afterEach(() => void Reflect.deleteProperty(navigator, name));

    it('is asked for where the site honours it, and not elsewhere', async () => {
      await open('/', 'data-signals="on"');
      leave();
      expect([sent, beacons, nothingKept()]).toEqual([[], [], [0, '']]);
      await open('/');
      expect(seen()).toEqual(['touch /', 'page /']);
    });

    it('gives way to a yes, which is remembered from page to page as it is told again', async () => {
      for (const address of ['/?utm_source=news', '/pricing', '/demo']) {
        await open(address, 'data-signals="on"');
        call('consent', 'granted');
        await wait(1000);
      }
      expect(new Set(sent.map(({ body }) => body.visitor)).size).toBe(1);
      expect(seen()).toEqual(['touch /', 'page /', 'page /pricing', 'page /demo']);
    });
  });
});

describe('a link from another domain of ours', () => {
  const domains = 'data-domains="shop.test, site.test"';
  const visitor = '01234567-89ab-7cde-8f01-23456789abcd';
  const at = (agoMs: number) => `_hw=${visitor}.${START - agoMs}`;
  const shop = 'https://www.shop.test/cart';

  it('brings the visitor and their session, and is not seen in the address', async () => {
    await open(`/a?x=1&${at(1000)}#b`, domains, { referrer: shop });
    expect(sent[0]!.body.visitor).toBe(visitor);
    expect(cookies().hw).toBe(visitor);
    expect(seen()).toEqual(['page /a']);
    expect(location.href).toBe(`${location.origin}/a?x=1#b`);
    expect(JSON.stringify(sent)).not.toContain('_hw');
  });

  it('may bring a campaign too', async () => {
    await open(`/?utm_source=shop&${at(1000)}`, domains, { referrer: shop });
    expect(seen()).toEqual(['touch /', 'page /']);
    expect(paramsOf(events()[0])).toEqual({ utm_source: 'shop' });
  });

  it.each([
    ['is two minutes old', at(120_000), shop],
    ['is two minutes ahead', at(-120_000), shop],
    ['comes from elsewhere', at(0), 'https://notshop.test/'],
    ['comes from nowhere', at(0), ''],
    ['names nobody', `_hw=eva.${START}`, shop],
  ])('is not believed where it %s, and the visit counts', async (_, carried, referrer) => {
    await open(`/?${carried}`, domains, { referrer });
    expect(seen()).toEqual(['touch /', 'page /']);
    expect(sent[0]!.body.visitor).not.toBe(visitor);
    expect(JSON.stringify(sent)).not.toContain('_hw');
  });

  it.each([
    [`/a?${at(0)}`, '/a'],
    [`/a?x=1&${at(0)}`, '/a?x=1'],
    [`/a?${at(0)}&x=1`, '/a?x=1'],
    [`/a?x=1&${at(0)}&y=2#z`, '/a?x=1&y=2#z'],
  ])('%s leaves %s', async (address, left) => {
    await open(address, domains, { referrer: shop });
    expect(location.href.replace(/[?&]+(?=$|#)/, '')).toBe(location.origin + left);
  });

  it('is held in memory until consent', async () => {
    await open(`/?${at(1000)}`, `${domains} data-consent="required"`, { referrer: shop });
    expect(nothingKept()).toEqual([0, '']);
    await wait(200_000);
    call('consent', 'granted');
    await wait(AT_ONCE_MS);
    expect(sent[0]!.body.visitor).toBe(visitor);
  });
});

describe('a link to another domain of ours', () => {
  it.each(['click', 'auxclick'])('carries the visitor while it is followed by a %s', async (kind) => {
    const body = '<a href="https://shop.test/cart">Cart</a>';
    await open('/', 'data-domains="shop.test"', { body });
    const link = document.querySelector('a')!;
    // the document of this test must not be left
    link.addEventListener(kind, (event) => event.preventDefault());
    link.dispatchEvent(new MouseEvent(kind, { bubbles: true, composed: true, cancelable: true }));
    expect(link.getAttribute('href')).toContain(`_hw=${String(sent[0]!.body.visitor)}.`);
    await wait(1);
    expect(link.getAttribute('href')).toBe('https://shop.test/cart');
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

  it('wait where the page calls in the moment of the start, without a stub', async () => {
    await evaluate('/');
    call('event', 'video_played');
    await wait(AT_ONCE_MS);
    expect(events().map(({ kind }) => kind)).toEqual(['touch', 'page', 'event']);
  });

  it("send a lead of the page's own", async () => {
    await open('/');
    call('lead', { email: 'eva@firma.de', name: 'Eva', fields: { plan: 'pro' } });
    await wait(1000);
    const lead = leadSubmission.parse(leads()[0]);
    expect(lead).toMatchObject({ email: 'eva@firma.de', name: 'Eva', fields: { plan: 'pro' } });
    expect(lead.touches).toHaveLength(1);
  });

  it('tell who the visitor is and how they came', async () => {
    await open('/?utm_source=news');
    const { visitor, first, last, touches } = await remembered();
    expect(visitor).toBe(sent[0]!.body.visitor);
    expect([first, last, ...touches]).toEqual([events()[0], events()[0], events()[0]]);
  });

  it('never throw into the page', async () => {
    await open('/');
    expect(() => call('get', null as never)).not.toThrow();
    expect(() => call('nonsense' as never, undefined as never)).not.toThrow();
  });
});

describe('the elements of the widget', () => {
  it.each(['hw-form', 'hw-referral', 'hw-survey'])(
    'keep what stands in them where it cannot be loaded: %s hears an error',
    async (name) => {
      await open('/');
      const element = document.createElement(name);
      element.innerHTML = '<a href="/contact">Write to us</a>';
      const failed = new Promise((resolve) => element.addEventListener('error', resolve));
      document.body.append(element);
      await failed;
      expect(element.textContent).toBe('Write to us');
    },
  );
});

describe('where the browser refuses', () => {
  it('storage and cookies, everything works in memory', async () => {
    // as Chromium does where the visitor has blocked them
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    vi.spyOn(document, 'cookie', 'get').mockReturnValue('');
    await open('/?utm_source=news');
    history.pushState(null, '', '/pricing');
    await wait(1000);
    expect(seen()).toEqual(['touch /', 'page /', 'page /pricing']);
    expect((await remembered()).last?.params).toEqual({ utm_source: 'news' });
    expect(new Set(sent.map(({ body }) => body.visitor)).size).toBe(1);
  });

  it('an origin, it is nothing at all', async () => {
    vi.stubGlobal('origin', 'null');
    await open('/?utm_source=news', '', { body: FORM });
    submit(fill('form', { email: 'eva@firma.de' }));
    leave();
    await wait(5000);
    expect([sent, beacons, nothingKept(), window.headwater?.loaded]).toEqual([[], [], [0, ''], undefined]);
  });

  it.each(['{"touches":', 'null', '"text"', '[]', '7'])(
    'sense in its place in storage, %s, it begins anew',
    async (nonsense) => {
      localStorage['hw'] = nonsense;
      await open('/');
      expect(seen()).toEqual(['touch /', 'page /']);
    },
  );
});
