import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { answers } from './openapi.ts';

/** What browsers load, as text, by the name of its file: `hw.js`, `hw-page.js`, `hw-widget.js`, `hw-widget-de.js`. */
export type Scripts = ReadonlyMap<string, string>;

/** The whole snippet in one file: a hash of `hw.js` would not vouch for the half that it loads later. */
export const PINNED = 'hw-all.js';

type Encoding = 'br' | 'gzip' | 'identity';

/**
 * Serves snippet and widget: `/hw.js` is looked at again every hour, `/hw-all-HASH.js` never changes and can carry a
 * Subresource Integrity hash, which `/hw.json` tells. Compressed once, at the start.
 */
export function scriptRoutes(scripts: Scripts, publicUrl: string) {
  const routes = new Hono();
  for (const [name, source] of scripts) {
    const serve = createServing(source);
    routes
      .get(`/${name}`, script(`The script ${name}`), serve('public, max-age=3600'))
      .get(
        `/${versionedName(name, source)}`,
        script(`The script ${name}, exactly this one`),
        serve('public, max-age=31536000, immutable'),
      );
  }
  return routes.get('/hw.json', describePinned, (c) => {
    c.header('Cache-Control', 'no-cache');
    c.header('Access-Control-Allow-Origin', '*');
    return c.json(pinned(publicUrl, scripts.get(PINNED) ?? ''));
  });
}

/** The snippet of this moment and no other: the address that never changes, and the hash that browsers check. */
export function pinned(publicUrl: string, source: string): { src: string; integrity: string } {
  const hash = createHash('sha384').update(source).digest('base64');
  return { src: `${publicUrl}/${versionedName(PINNED, source)}`, integrity: `sha384-${hash}` };
}

/** The file name that stands for exactly this script: `hw-1a2b3c4d5e6f.js` for `hw.js`. */
export function versionedName(name: string, source: string): string {
  return name.replace(/\.js$/, `-${hashOf(source)}.js`);
}

const hashOf = (source: string): string => createHash('sha256').update(source).digest('hex').slice(0, 12);

function createServing(source: string) {
  const bytes = Buffer.from(source);
  const bodies: Record<Encoding, Uint8Array<ArrayBuffer>> = {
    br: Uint8Array.from(brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })),
    gzip: Uint8Array.from(gzipSync(bytes, { level: 9 })),
    identity: Uint8Array.from(bytes),
  };
  const hash = hashOf(source);

  return (cacheControl: string) => (c: Context) => {
    const encoding = chooseEncoding(c.req.header('accept-encoding') ?? '');
    const etag = `"${hash}-${encoding}"`;
    c.header('ETag', etag);
    c.header('Cache-Control', cacheControl);
    c.header('Vary', 'Accept-Encoding');
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
    c.header('X-Content-Type-Options', 'nosniff');
    if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304);
    c.header('Content-Type', 'text/javascript; charset=utf-8');
    if (encoding !== 'identity') c.header('Content-Encoding', encoding);
    return c.body(bodies[encoding]);
  };
}

const script = (summary: string) =>
  describeRoute({ summary, tags: ['Public'], responses: { 200: { description: 'JavaScript' } } });

const describePinned = describeRoute({
  summary: 'Address and hash of the snippet for a script tag with Subresource Integrity',
  tags: ['Public'],
  responses: {
    200: answers('src and integrity of the tag', z.object({ src: z.url(), integrity: z.string() })),
  },
});

function chooseEncoding(accepted: string): Encoding {
  const offered = accepted
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';', 1)[0]);
  if (offered.includes('br')) return 'br';
  return offered.includes('gzip') ? 'gzip' : 'identity';
}
