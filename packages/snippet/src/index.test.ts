import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import type * as published from '../module/index.d.ts';
import type { Command, Memory } from './commands.ts';
import type * as made from './index.ts';
import type { Options } from './options.ts';
import type { Person } from './store.ts';

type Init = typeof published.init;

const START = 1_767_225_600_000;
const given: published.InitOptions = { site: 'KEY', api: 'https://leads.test' };

interface Sent {
  url: string;
  credentials: string;
  body: { site: string; events: { kind: string; name?: string }[] };
}
let sent: Sent[] = [];
const kinds = () => sent.flatMap(({ body }) => body.events.map(({ kind }) => kind));

/** The module as a document loads it: it holds what it was told for as long as that is open. */
async function load(): Promise<Init> {
  const { init } = await import('./index.ts');
  return init;
}

async function started(options = given): Promise<published.Headwater> {
  const headwater = (await load())(options);
  await vi.advanceTimersByTimeAsync(10);
  return headwater;
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  sent = [];
  vi.stubGlobal('origin', location.origin);
  vi.stubGlobal('isSecureContext', false);
  vi.stubGlobal('fetch', async (url: string, { body, credentials }: Record<string, string>) => {
    sent.push({ url, credentials: credentials!, body: JSON.parse(body!) });
    return new Response('{}', { status: 202 });
  });
});

afterEach(() => {
  vi.clearAllTimers();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.resetModules();
  delete window.headwater;
  document.body.innerHTML = '';
  localStorage.clear();
  document.cookie = 'hw=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/';
  document.cookie = 'hw_s=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/';
});

describe('init', () => {
  it('records what the script tag records', async () => {
    await started();
    expect(sent.map(({ url }) => url)).toEqual(['https://leads.test/v1/collect']);
    expect(sent[0]!.body.site).toBe('KEY');
    expect(kinds()).toEqual(['touch', 'page']);
  });

  it.each([
    ['https://leads.test', 'https://leads.test/v1/collect'],
    ['https://www.test/hw/', 'https://www.test/hw/v1/collect'],
    ['/hw', `${location.origin}/hw/v1/collect`],
  ])('takes %s as the address of the collector', async (api, expected) => {
    await started({ ...given, api });
    expect(sent.map(({ url }) => url)).toEqual([expected]);
  });

  it('returns what carries out commands, which is window.headwater too', async () => {
    const headwater = await started();
    const hear = vi.fn<(memory: published.Memory) => void>();
    headwater('get', hear);
    window.headwater?.('get', hear);
    const [[memory], [again]] = hear.mock.calls as [[published.Memory], [published.Memory]];
    expect(memory.visitor).toMatch(/^[\da-f-]{36}$/);
    expect(again).toEqual(memory);
  });

  it('waits for consent where it is required', async () => {
    const headwater = await started({ ...given, consent: 'required' });
    expect(sent).toEqual([]);
    headwater('consent', 'granted');
    await vi.advanceTimersByTimeAsync(10);
    expect(kinds()).toEqual(['touch', 'page']);
  });

  it('starts once, whatever it is told the second time', async () => {
    const init = await load();
    init(given);
    const headwater = init({ site: 'OTHER', api: 'https://other.test' });
    headwater('event', 'clicked');
    await vi.advanceTimersByTimeAsync(1000);
    expect(new Set(sent.map(({ url }) => url))).toEqual(new Set(['https://leads.test/v1/collect']));
    expect(kinds()).toEqual(['touch', 'page', 'event']);
  });

  it('can be told again after an address that is none', async () => {
    const init = await load();
    init({ ...given, api: 'https://' });
    expect(window.headwater).toBeUndefined();
    init(given);
    await vi.advanceTimersByTimeAsync(10);
    expect(kinds()).toEqual(['touch', 'page']);
  });
});

describe('beside a script tag', () => {
  const tag = '<script type="text/plain" src="https://tag.test/hw.js" data-site="TAG"></script>';

  it('leaves it to a tag that was first, and speaks through it', async () => {
    document.body.innerHTML = tag;
    await import('./snippet.ts');
    // A file of its own has its own state, as the bundle of an application has.
    vi.resetModules();
    const headwater = await started();
    headwater('event', 'clicked');
    await vi.advanceTimersByTimeAsync(1000);
    expect(new Set(sent.map(({ body }) => body.site))).toEqual(new Set(['TAG']));
    expect(kinds()).toEqual(['touch', 'page', 'event']);
  });

  it('is first where the tag comes later', async () => {
    await started();
    vi.resetModules();
    document.body.innerHTML = tag;
    await import('./snippet.ts');
    await vi.advanceTimersByTimeAsync(1000);
    expect(new Set(sent.map(({ body }) => body.site))).toEqual(new Set(['KEY']));
    expect(kinds()).toEqual(['touch', 'page']);
  });

  it('carries out what the page asked before', async () => {
    window.headwater = Object.assign(() => {}, { q: [['event', 'early']] as Command[] });
    await started();
    expect(sent[0]!.body.events.map(({ name }) => name)).toContain('early');
  });
});

describe('where nobody visits', () => {
  it('does nothing on a server', async () => {
    vi.stubGlobal('window', undefined);
    vi.stubGlobal('document', undefined);
    const headwater = (await load())(given);
    expect(() => headwater('event', 'clicked')).not.toThrow();
    expect(sent).toEqual([]);
  });

  it('does nothing in a frame whose page has us', async () => {
    vi.stubGlobal('top', { headwater: () => {}, document });
    await started();
    expect(sent).toEqual([]);
  });

  it('starts in the frame of a foreign page, of which nothing can be read', async () => {
    const foreign = () => {
      throw new DOMException('foreign', 'SecurityError');
    };
    vi.stubGlobal('top', new Proxy({}, { get: foreign, has: foreign }));
    await started();
    expect(kinds()).toEqual(['touch', 'page']);
  });

  it('remembers calls until a page that was prepared in advance is shown', async () => {
    Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
    const headwater = await started();
    headwater('event', 'early');
    expect(sent).toEqual([]);
    delete (document as { prerendering?: boolean }).prerendering;
    document.dispatchEvent(new Event('prerenderingchange'));
    await vi.advanceTimersByTimeAsync(10);
    expect(kinds()).toEqual(['touch', 'page', 'event']);
  });
});

describe('the published types', () => {
  it('name every option, command and part of the memory, and no others', () => {
    expectTypeOf<keyof published.InitOptions>().toEqualTypeOf<keyof Options>();
    expectTypeOf<published.Command[0]>().toEqualTypeOf<Command[0]>();
    expectTypeOf<published.Person>().toEqualTypeOf<Person>();
    expectTypeOf<keyof published.Memory>().toEqualTypeOf<keyof Memory>();
    expectTypeOf<Memory>().toExtend<published.Memory>();
    expectTypeOf<published.Command>().toExtend<Command>();
    expectTypeOf<typeof made>().toEqualTypeOf<typeof published>();
  });
});
