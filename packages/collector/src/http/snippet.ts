import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';

type Encoding = 'br' | 'gzip' | 'identity';

/**
 * Serves the snippet: `/hw.js` is looked at again every hour, `/hw-HASH.js` never changes and can carry a
 * Subresource Integrity hash. Compressed once, at the start.
 */
export function snippetRoutes(source: string) {
  const bytes = Buffer.from(source);
  const bodies: Record<Encoding, Uint8Array<ArrayBuffer>> = {
    br: Uint8Array.from(brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })),
    gzip: Uint8Array.from(gzipSync(bytes, { level: 9 })),
    identity: Uint8Array.from(bytes),
  };
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);

  const serve = (cacheControl: string) => (c: Context) => {
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

  return new Hono()
    .get('/hw.js', described('The snippet'), serve('public, max-age=3600'))
    .get(
      `/${versionedName(source)}`,
      described('The snippet, exactly this one'),
      serve('public, max-age=31536000, immutable'),
    );
}

const described = (summary: string) =>
  describeRoute({ summary, tags: ['Public'], responses: { 200: { description: 'JavaScript' } } });

/** The file name that stands for exactly this snippet. */
export function versionedName(source: string): string {
  return `hw-${createHash('sha256').update(source).digest('hex').slice(0, 12)}.js`;
}

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
