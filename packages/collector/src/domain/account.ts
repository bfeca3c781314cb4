import freeMailDomains from 'free-email-domains';
import { getDomain } from 'tldts';

const freeMail = new Set<string>(freeMailDomains);

/**
 * The account an e-mail address belongs to: the registrable domain in lower case and ASCII. Null for
 * free-mail addresses, public suffixes, IP addresses and what is no address.
 */
export function accountOf(email: string | null | undefined): string | null {
  const domain = emailDomain(email);
  if (domain === null || freeMail.has(domain)) return null;
  const account = getDomain(domain, { allowPrivateDomains: true, extractHostname: false });
  return account === null || freeMail.has(account) ? null : account;
}

/** The account that a domain, or an address on the web, belongs to; null where it is none. */
export const accountOfDomain = (domain: string): string | null =>
  getDomain(domain.trim().toLowerCase(), { allowPrivateDomains: true });

/** The domain of an address in lower case and ASCII, null where there is none. */
export function emailDomain(email: string | null | undefined): string | null {
  const domain = email
    ?.slice(email.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  if (!domain || domain.length === email?.trim().length) return null;
  const host = /^[a-z0-9.-]+$/.test(domain) ? domain : (URL.parse(`http://${domain}`)?.hostname ?? '');
  return host.replace(/\.+$/, '') || null;
}
