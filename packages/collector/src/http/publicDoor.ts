import type { Context } from 'hono';
import { allowsOrigin, isOrigin, type SiteDirectory } from '../actions/siteDirectory.ts';
import type { Site } from '../storage/sites.ts';
import type { Client, ClientReader } from './client.ts';
import { HttpProblem } from './errors.ts';
import type { Limits } from './limits.ts';
import type { CrossOrigin } from './crossOrigin.ts';
import type { Refusals } from './refusals.ts';
import type { Renewal } from './renewal.ts';

/** Checks at the entrance of what websites may call: the site's key, the origin, how often. */
export type PublicDoor = {
  limitAddress: (c: Context) => Promise<Client>;
  /** What `look` finds for a stranger who names a code. 429 once they named too many that are none. */
  guess: Limits['perGuess'];
  /** The site of this key, when the request's origin is one of its own. 403 otherwise. */
  admit: (c: Context, key: string) => Promise<Site>;
  /** Like `admit`; whatever is answered may be read by the page that asked. */
  enter: (c: Context, key: string) => Promise<Site>;
  crossOrigin: CrossOrigin;
  /** Headers that renew the visitor's cookie where it may be renewed; none elsewhere. For whom was admitted. */
  renewal: Renewal;
};

export function createPublicDoor(parts: {
  sites: SiteDirectory;
  limits: Limits;
  clientOf: ClientReader;
  crossOrigin: CrossOrigin;
  renewal: Renewal;
  refusals: Refusals;
}): PublicDoor {
  const { sites, limits, clientOf, crossOrigin, renewal, refusals } = parts;

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
      if (isOrigin(origin)) refusals.add(site, origin);
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
    crossOrigin.allow(c);
    return site;
  };

  return { limitAddress, guess: limits.perGuess, admit, enter, crossOrigin, renewal };
}

const isLocal = (origin: string): boolean =>
  /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
