import { attempt } from './guard.ts';
import { readAddress } from './parameters.ts';

/** Places a visitor passes through on the way back to us: paying or signing in is no source. */
const passages =
  'paypal.com,stripe.com,klarna.com,adyen.com,mollie.com,accounts.google.com,login.microsoftonline.com';

/**
 * Whether a host is one of the domains or below one: `www.site.test` is within `site.test`, `notsite.test` is not.
 * @param domains between commas
 */
export function isWithin(host: string, domains = ''): boolean {
  return domains.split(/[\s,]+/).some((domain) => domain && `.${host}`.endsWith(`.${domain}`));
}

/**
 * The referrer where it is a source, without what names a person. It is none where it is absent,
 * unreadable, a payment or sign-on page, or excluded.
 * @param excluded domains between commas, each with its subdomains
 */
export function readReferrer(referrer: string, excluded: string): string | undefined {
  return attempt(() =>
    isWithin(new URL(referrer).hostname, `${passages},${excluded}`) ? undefined : readAddress(referrer).url,
  );
}
