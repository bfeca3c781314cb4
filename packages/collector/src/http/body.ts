import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { HttpProblem } from './errors.ts';

/** The largest body of the keyed interface, in bytes. */
const MAX_KEYED_BYTES = 512 * 1024;
/** These two have a smaller limit and read the body themselves, which is faster. */
const readThemselves = new Set(['/v1/collect', '/v1/leads']);

const refuseLarge = bodyLimit({
  maxSize: MAX_KEYED_BYTES,
  onError: () => {
    throw tooLarge(MAX_KEYED_BYTES);
  },
});

/** 413 for what is larger than any body of the keyed interface has to be. */
export const limitBody = createMiddleware(async (c, next) =>
  readThemselves.has(c.req.path) || c.req.path.startsWith('/v1/import/') ? next() : refuseLarge(c, next),
);

/** No address that we gave out holds a NUL, and PostgreSQL would fail on it. */
export const refuseNul = createMiddleware(async (c, next) => {
  if (c.req.url.includes('%00')) throw new HttpProblem(400, 'the address holds a NUL');
  await next();
});

/** The body as text; 413 when it is longer than `maxBytes`, without reading it to its end. */
export async function readText(c: Context, maxBytes: number): Promise<string> {
  const length = c.req.header('content-length');
  if (length === undefined) return new TextDecoder().decode(await readChunks(c, maxBytes));
  if (Number(length) > maxBytes) throw tooLarge(maxBytes);
  return c.req.text();
}

/** Form fields of an urlencoded or multipart body; files are left out. */
export async function readForm(c: Context, maxBytes: number): Promise<[string, string][]> {
  const bytes = await readChunks(c, maxBytes);
  const headers = { 'content-type': c.req.header('content-type') ?? '' };
  const form = await new Response(bytes, { headers }).formData().catch(() => undefined);
  if (!form) throw new HttpProblem(400, 'the form could not be read');
  return [...form].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
}

/** The body as it came; 413 when it is longer than `maxBytes`, with what to do then. */
export async function readBytes(c: Context, maxBytes: number, instead?: string): Promise<Uint8Array> {
  return readChunks(c, maxBytes, instead);
}

async function readChunks(c: Context, maxBytes: number, instead?: string): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes, instead);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes, instead);
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

/** The connection closes: the rest of the body is not worth reading. */
const tooLarge = (maxBytes: number, instead?: string): HttpProblem =>
  new HttpProblem(413, `the body may have ${maxBytes} bytes${instead === undefined ? '' : `: ${instead}`}`, {
    headers: { Connection: 'close' },
  });

/** The body as JSON; 400 when it is none. */
export async function readJson(c: Context, maxBytes: number): Promise<unknown> {
  const text = await readText(c, maxBytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HttpProblem(400, 'the body is not JSON');
  }
}
