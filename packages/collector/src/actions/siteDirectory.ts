import { getDomain } from 'tldts';
import type { Db } from '../storage/dialect.ts';
import { listSites, saveFirstOrigins, type Site } from '../storage/sites.ts';
import { orUnavailable } from './unavailable.ts';

/** The sites, from memory: every request of the public asks for one. */
export type SiteDirectory = {
  find: (key: string) => Promise<Site | undefined>;
  /** Whether any site allows this origin; preflight requests do not say which site they are for. */
  anyAllows: (origin: string) => Promise<boolean>;
  /**
   * Gives a site that has no origin yet the first that reports with its key, with and without `www.`, and answers
   * the site as it is then.
   */
  adopt: (site: Site, origin: string) => Promise<Site>;
};

const FRESH_MS = 5_000;
/** A key that is not known may be a minute old site: look again, but not for every stranger. */
const LOOK_AGAIN_MS = 500;

/** Keeps the last known sites when the database is away, so that what is known goes on being answered. */
export function createSiteDirectory(db: Db): SiteDirectory {
  let sites = new Map<string, Site>();
  let loadedAt = -Infinity;
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    const rows = await listSites(db);
    sites = new Map(rows.map((site) => [site.key, site]));
    loadedAt = performance.now();
  };

  const refresh = async (olderThanMs: number): Promise<void> => {
    if (performance.now() - loadedAt < olderThanMs) return;
    loading ??= load().finally(() => {
      loading = undefined;
    });
    if (loadedAt === -Infinity) return orUnavailable(loading);
    // known sites are answered from memory while the list is fetched again
    loading.catch(() => {});
  };

  const find = async (key: string): Promise<Site | undefined> => {
    await refresh(FRESH_MS);
    const known = sites.get(key);
    if (known) return known;
    await refresh(LOOK_AGAIN_MS);
    if (loading) await orUnavailable(loading);
    return sites.get(key);
  };

  const anyAllows = async (origin: string): Promise<boolean> => {
    await refresh(FRESH_MS);
    return [...sites.values()].some((site) => allowsOrigin(site, origin));
  };

  const adopt = async (site: Site, origin: string): Promise<Site> => {
    await orUnavailable(saveFirstOrigins(db, site.key, withTwin(origin)).then(load));
    return sites.get(site.key) ?? site;
  };

  return { find, anyAllows, adopt };
}

/** A company's website answers to its domain with `www.` and without. */
function withTwin(origin: string): string[] {
  const { protocol, hostname, host } = new URL(origin);
  const bare = host.replace(/^www\./, '');
  const isDomain = getDomain(hostname) === hostname.replace(/^www\./, '');
  return isDomain ? [...new Set([origin, `${protocol}//${bare}`, `${protocol}//www.${bare}`])] : [origin];
}

/**
 * Whether a site allows an origin: exactly, or by `https://*.example.com`, which means every subdomain
 * at any depth, on that scheme and port, and not example.com itself.
 */
export function allowsOrigin(site: Pick<Site, 'origins'>, origin: string): boolean {
  return site.origins.some((allowed) => matchesOrigin(allowed, origin));
}

function matchesOrigin(allowed: string, origin: string): boolean {
  const [scheme, host] = allowed.split('://*.');
  if (host === undefined) return allowed === origin;
  if (!URL.canParse(origin) || origin.includes('*')) return false;
  const url = new URL(origin);
  const isBelow = url.host.endsWith(`.${host}`) && !url.host.startsWith('.');
  return isBelow && url.protocol === `${scheme}:` && url.origin === origin;
}

/** `https://www.example.com`, with a port if need be, or `https://*.example.com`. */
export function isOrigin(origin: string): boolean {
  const concrete = origin.replace('://*.', '://any.');
  return /^https?:\/\//.test(origin) && URL.canParse(concrete) && new URL(concrete).origin === concrete;
}
