import Cookies from 'js-cookie';
import { widestDomain } from './domain.ts';
import { attempt } from './guard.ts';

/** One browser. The cookie carries both parts across subdomains, which localStorage does not. */
export interface Visitor {
  visitor: string;
  /** When the visitor was last active, 0 on a first visit. */
  seenAtMs: number;
}

const COOKIE = 'hw';
/** As long as browsers allow: https://developer.chrome.com/blog/cookie-max-age-expires */
const COOKIE_DAYS = 400;

/** Domain of the cookie, known once it has been written; empty where it can have none. */
export let cookieDomain: string | undefined;

/** The visitor of the cookie. Without one, as in sandboxed documents that throw on any use, nobody is known. */
export function readCookie(): Visitor | undefined {
  return attempt(() => {
    const [visitor = '', seenAt] = (Cookies.get(COOKIE) as string).split('.');
    return { visitor, seenAtMs: Number(seenAt) };
  });
}

/** Writes the cookie on the widest domain that takes it. */
export function writeCookie(value: string): void {
  attempt(() => {
    cookieDomain = widestDomain(location.hostname, (domain) => {
      Cookies.set(COOKIE, value, { domain, expires: COOKIE_DAYS, sameSite: 'Lax', secure: isSecureContext });
      return Cookies.get(COOKIE) === value;
    });
  });
}
