import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { allowsOrigin, isOrigin, type SiteDirectory } from '../actions/siteDirectory.ts';
import type { Site } from '../storage/sites.ts';
import type { Client, ClientReader } from './client.ts';
import { HttpProblem } from './errors.ts';
import type { Limits } from './limits.ts';

/** Checks at the entrance of what websites may call: the site's key, the origin, how often. */
export type PublicDoor = {
  limitAddress: (c: Context) => Promise<Client>;
  /** The site of this key, when the request's origin is one of its own. 403 otherwise. */
  admit: (c: Context, key: string) => Promise<Site>;
  /** Like `admit`; whatever is answered may be read by the page that asked. */
  enter: (c: Context, key: string) => Promise<Site>;
};

export function createPublicDoor(parts: {
  sites: SiteDirectory;
  limits: Limits;
  clientOf: ClientReader;
}): PublicDoor {
  const { sites, limits, clientOf } = parts;

  const limitAddress = async (c: Context): Promise<Client> => {
    const client = clientOf(c);
    await limits.perAddress(client.address);
    return client;
  };

  const admit = async (c: Context, key: string): Promise<Site> => {
    const known = await sites.find(key);
    if (!known) {
      throw new HttpProblem(403, 'no site has this key', { errors: [{ path: 'site', message: 'unknown' }] });
    }
    const origin = c.req.header('Origin');
    // absent on some same-site requests
    const site = origin === undefined ? known : await claimed(known, origin);
    if (origin !== undefined && !allowsOrigin(site, origin)) {
      throw new HttpProblem(403, 'this origin is not one of the site’s allowed origins');
    }
    await limits.perSite(site.key);
    return site;
  };

  /** A site without origins is open to pages of the machine's own, and belongs to the first website. */
  const claimed = async (site: Site, origin: string): Promise<Site> => {
    if (site.origins.length > 0 || !isOrigin(origin) || origin.includes('*')) return site;
    return isLocal(origin) ? { ...site, origins: [origin] } : sites.adopt(site, origin);
  };

  const enter = async (c: Context, key: string): Promise<Site> => {
    const site = await admit(c, key);
    allowReading(c);
    return site;
  };

  return { limitAddress, admit, enter };
}

const isLocal = (origin: string): boolean =>
  /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);

/** Answers the browser's question whether a page may post JSON here. It does not say for which site. */
export function preflight(sites: SiteDirectory) {
  return createMiddleware(async (c, next) => {
    if (c.req.method !== 'OPTIONS') return next();
    const origin = c.req.header('Origin');
    if (origin === undefined || !(await sites.anyAllows(origin))) {
      throw new HttpProblem(403, 'this origin is not one of any site’s allowed origins');
    }
    allowReading(c);
    c.header('Access-Control-Allow-Methods', 'POST');
    c.header('Access-Control-Allow-Headers', 'Content-Type');
    c.header('Access-Control-Max-Age', '86400');
    return c.body(null, 204);
  });
}

/** Lets the page that asked read the answer. */
export function allowReading(c: Context): void {
  for (const [name, value] of Object.entries(readingHeaders(c))) c.header(name, value);
}

/** The headers by which the page that asked may read the answer: none where nobody asks from elsewhere. */
export function readingHeaders(c: Context): Record<string, string> {
  const origin = c.req.header('Origin');
  if (origin === undefined) return {};
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'Retry-After',
    Vary: 'Origin',
  };
}

/** Lets a page of a known website read what was wrong with its request, and when to come again. */
export async function allowReadingProblems(c: Context, sites: SiteDirectory): Promise<void> {
  const origin = c.req.header('Origin');
  if (c.req.method !== 'POST' || !/^\/v1\/(collect|leads)$/.test(c.req.path) || origin === undefined) return;
  if (await sites.anyAllows(origin).catch(() => false)) allowReading(c);
}
