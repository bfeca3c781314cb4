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

  const enter = async (c: Context, key: string): Promise<Site> => {
    const known = await sites.find(key);
    if (!known) {
      throw new HttpProblem(403, 'no site has this key', { errors: [{ path: 'site', message: 'unknown' }] });
    }
    const origin = c.req.header('Origin');
    const isUnclaimed = known.origins.length === 0 && origin !== undefined && isOrigin(origin);
    const site = isUnclaimed && !origin.includes('*') ? await sites.adopt(known, origin) : known;
    // absent on some same-site requests
    if (origin !== undefined && !allowsOrigin(site, origin)) {
      throw new HttpProblem(403, 'this origin is not one of the site’s allowed origins');
    }
    await limits.perSite(site.key);
    if (origin !== undefined) allowReading(c, origin);
    return site;
  };

  return { limitAddress, enter };
}

/** Answers the browser's question whether a page may post JSON here. It does not say for which site. */
export function preflight(sites: SiteDirectory) {
  return createMiddleware(async (c, next) => {
    if (c.req.method !== 'OPTIONS') return next();
    const origin = c.req.header('Origin');
    if (origin === undefined || !(await sites.anyAllows(origin))) {
      throw new HttpProblem(403, 'this origin is not one of any site’s allowed origins');
    }
    allowReading(c, origin);
    c.header('Access-Control-Allow-Methods', 'POST');
    c.header('Access-Control-Allow-Headers', 'Content-Type');
    c.header('Access-Control-Max-Age', '86400');
    return c.body(null, 204);
  });
}

function allowReading(c: Context, origin: string): void {
  c.header('Access-Control-Allow-Origin', origin);
  c.header('Vary', 'Origin', { append: true });
}
