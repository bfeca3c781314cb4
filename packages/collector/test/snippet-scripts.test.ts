import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../src/config.ts';
import { versionedName } from '../src/http/snippet.ts';
import { pinnedAttributes, readScripts } from '../src/scripts.ts';
import { browser, startCollector, type TestCollector } from './setup.ts';

const long = (what: string): string => `console.log("${`${what} `.repeat(100)}")`;
const scripts = new Map(
  ['hw.js', 'hw-page.js', 'hw-all.js', 'hw-widget.js', 'hw-widget-de.js'].map(
    (name) => [name, long(name)] as const,
  ),
);
const files = [...scripts.keys()];
const sourceOf = (name: string): string => scripts.get(name) ?? '';
const pinnedName = (name: string): string => versionedName(name, sourceOf(name));

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector({ scripts });
});
afterAll(() => collector.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  collector.app.request(path, { headers: { 'User-Agent': browser, ...headers } });
const bytes = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

describe('a script', () => {
  it.each([
    ['br, gzip', 'br', (body: Buffer) => brotliDecompressSync(body)],
    ['gzip, deflate', 'gzip', (body: Buffer) => gunzipSync(body)],
    ['br;q=0, gzip;q=1.0', 'gzip', (body: Buffer) => gunzipSync(body)],
    ['', null, (body: Buffer) => body],
    ['identity', null, (body: Buffer) => body],
  ])('is served to those who accept %j as %s', async (accepted, encoding, decode) => {
    for (const name of files)
      for (const path of [`/${name}`, `/${pinnedName(name)}`]) {
        const answer = await get(path, { 'Accept-Encoding': accepted });
        expect(answer.headers.get('content-encoding')).toBe(encoding);
        expect(answer.headers.get('content-type')).toContain('text/javascript');
        expect(answer.headers.get('vary')).toContain('Accept-Encoding');
        expect(decode(await bytes(answer)).toString()).toBe(sourceOf(name));
      }
  });

  it.each(files)('may be loaded by any page: %s', async (name) => {
    const { headers } = await get(`/${name}`);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.has('set-cookie')).toBe(false);
  });

  it.each(files)('is not sent again to those who have it: %s', async (name) => {
    const headers = { 'Accept-Encoding': 'br' };
    const etag = (await get(`/${name}`, headers)).headers.get('etag')!;
    const again = await get(`/${name}`, { ...headers, 'If-None-Match': `W/${etag}, "other"` });
    expect([again.status, (await bytes(again)).length]).toEqual([304, 0]);
    expect((await get(`/${name}`, { ...headers, 'If-None-Match': '"other"' })).status).toBe(200);
    expect((await get(`/${name}`, { 'If-None-Match': etag })).status).toBe(200);
  });

  it.each(files)('never changes under the name that holds its hash: %s', async (name) => {
    expect((await get(`/${pinnedName(name)}`)).headers.get('cache-control')).toContain('immutable');
    expect((await get(`/${name}`)).headers.get('cache-control')).toBe('public, max-age=3600');
    expect((await get(`/${versionedName(name, 'another')}`)).status).toBe(404);
  });

  it('of a language that is not there is not found', async () => {
    expect((await get('/hw-widget-xx.js')).status).toBe(404);
  });
});

describe('hw.json', () => {
  it('tells the address of the whole snippet in one file, which never changes, and the hash that browsers check', async () => {
    const answer = await get('/hw.json');
    const { src, integrity } = (await answer.json()) as { src: string; integrity: string };
    expect(src).toBe(`https://leads.acme.test/${pinnedName('hw-all.js')}`);
    const body = await bytes(await get(new URL(src).pathname));
    expect(integrity).toBe(`sha384-${createHash('sha384').update(body).digest('base64')}`);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });
});

describe('what was built', () => {
  let dist = '';
  beforeEach(() => {
    dist = mkdtempSync(join(tmpdir(), 'headwater-scripts-'));
    mkdirSync(join(dist, 'widget'));
    return () => rmSync(dist, { recursive: true });
  });
  const build = (...names: string[]) => {
    for (const name of names) writeFileSync(join(dist, name), name);
  };

  const snippet = ['hw.js', 'hw-page.js', 'hw-all.js'];

  it('is served: snippet, widget and languages, and nothing else that lies there', () => {
    build(...snippet, 'widget/hw-widget.js', 'widget/hw-widget-ko.js');
    build('hw.js.map', 'index.js', 'hw-else.js', 'widget/x.html', 'widget/index.js');
    expect(Object.fromEntries(readScripts(dist))).toEqual({
      'hw.js': 'hw.js',
      'hw-page.js': 'hw-page.js',
      'hw-all.js': 'hw-all.js',
      'hw-widget.js': 'widget/hw-widget.js',
      'hw-widget-ko.js': 'widget/hw-widget-ko.js',
    });
  });

  it.each([...snippet, 'widget/hw-widget.js'])(
    'stops the start with one line while %s is missing',
    (name) => {
      build(...[...snippet, 'widget/hw-widget.js'].filter((other) => other !== name));
      const line = `${name.replace('widget/', '')} is not built: run npm start once`;
      expect(() => readScripts(dist)).toThrow(new ConfigError(line));
      expect(() => readScripts(join(dist, 'nowhere'))).toThrow(ConfigError);
      build(name);
      expect(readScripts(dist).size).toBe(4);
    },
  );

  it('gives the attributes of a script tag that is pinned to it', () => {
    build('hw.js', 'hw-page.js');
    expect(pinnedAttributes('https://a.test', dist)).toBeNull();
    build('hw-all.js');
    const hash = createHash('sha384').update('hw-all.js').digest('base64');
    expect(pinnedAttributes('https://a.test', dist)).toBe(
      `src="https://a.test/${versionedName('hw-all.js', 'hw-all.js')}" integrity="sha384-${hash}" crossorigin="anonymous"`,
    );
  });
});
