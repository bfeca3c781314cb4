import type { Context } from 'hono';
import { parse } from 'tldts';
import type { HostReader } from './client.ts';

/** A host and its registrable domain; null for `localhost`, IP addresses and public suffixes. */
export type Place = { host: string; domain: string | null };

export type SameSite = {
  /** Whether the page of this origin may send its cookies along: then it reads no answer that does not allow that. */
  holds: (c: Context, origin: string) => boolean;
  placeOf: (address: string) => Place;
};

/** Addresses remembered: looking up a registrable domain costs more than the rest of the check. */
const MOST_REMEMBERED = 1_000;

/**
 * Tells whether page and collector are of one site. The browser knows best and says it in Sec-Fetch-Site
 * (https://www.w3.org/TR/fetch-metadata/), but only to https; and to it a page over http is never of the site of
 * an https collector. Older browsers and pages over http are compared by registrable domain.
 */
export function createSameSite(hostOf: HostReader): SameSite {
  const places = new Map<string, Place>();

  const placeOf = (address: string): Place => {
    const known = places.get(address);
    if (known) return known;
    if (places.size >= MOST_REMEMBERED) places.clear();
    const { hostname, domain } = parse(address, { allowPrivateDomains: true });
    const place = { host: hostname ?? '', domain };
    places.set(address, place);
    return place;
  };

  const holds = (c: Context, origin: string): boolean => {
    const said = c.req.header('Sec-Fetch-Site');
    if (said !== undefined && origin.startsWith('https:'))
      return said === 'same-site' || said === 'same-origin';
    const page = placeOf(origin);
    const here = placeOf(hostOf(c));
    return page.domain === null ? page.host === here.host && page.host !== '' : page.domain === here.domain;
  };

  return { holds, placeOf };
}
