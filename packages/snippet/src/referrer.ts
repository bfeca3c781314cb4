import { attempt } from './guard.ts';
import { readAddress } from './parameters.ts';

/** Places a visitor passes through on the way back to us: paying or signing in is no source. */
const passages =
  'paypal.com,stripe.com,klarna.com,adyen.com,mollie.com,accounts.google.com,login.microsoftonline.com';

/**
 * The referrer where it is a source, without what names a person. It is none where it is absent,
 * unreadable, a payment or sign-on page, or excluded.
 * @param excluded domains between commas, each with its subdomains: `www.site.test` is within `site.test`,
 *   `notsite.test` is not
 */
export function readReferrer(referrer: string, excluded: string): string | undefined {
  return attempt(() => {
    const host = `.${new URL(referrer).hostname}`;
    const domains = `${passages},${excluded}`.split(/[\s,]+/);
    return domains.some((domain) => host.endsWith(`.${domain}`)) ? undefined : readAddress(referrer).url;
  });
}
