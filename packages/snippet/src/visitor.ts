import Cookies from 'js-cookie';
import { widestDomain } from './domain.ts';

/** The visitor's id, and apart from it when they were last active: the id is renewed by the collector, for long. */
export const VISITOR_COOKIE = 'hw';
export const SEEN_COOKIE = 'hw_s';

/** As long as browsers allow: https://developer.chrome.com/blog/cookie-max-age-expires */
const COOKIE_DAYS = 400;

/** The cookies as far as we know: every look at them asks another process of the browser. */
let known: Partial<Record<string, string>> = {};

/** Domain of the cookies, known once one has been written; empty where they can have none. */
export let cookieDomain: string | undefined;

/** Looks at the cookies anew: other tabs, and the collector, write to them too. */
export function readCookies(): typeof known {
  return (known = Cookies.get());
}

/**
 * Writes a cookie on the widest domain that takes it. One that is there already stays as it is: a cookie that
 * the collector has renewed lives longer in Safari than one that a script writes.
 * @param expires in days; a negative number removes the cookie from every domain it may stand on
 */
export function writeCookie(name: string, value: string, expires = COOKIE_DAYS): void {
  if (known[name] === value) return;
  known[name] = value;
  cookieDomain = widestDomain(cookieDomain ?? location.hostname, (domain) => {
    Cookies.set(name, value, { domain, expires, sameSite: 'Lax', secure: isSecureContext });
    return Cookies.get(name) === value;
  });
}
