import { getDomain } from 'tldts';
import { oncePer } from './naming-compiled.ts';
import { foldText, stripAddress } from './naming-fold.ts';
import { canonicalSource } from './naming.ts';
import type { Aliases } from './naming.ts';
import { mailboxOf, transitKind } from './source-hosts.ts';
import { hostOf } from './url.ts';

/** A referrer is a source, or a station on the way that counts as direct. */
export type ReferrerClue =
  | { kind: 'source'; source: string; mailbox: boolean }
  | { kind: 'transit'; station: 'an own domain' | 'a payment provider' | 'a sign-on page' };

/** Reads a referrer; null where there is none, or one that is no website (`about:blank`, an extension). */
export function readReferrer(
  referrer: string,
  url: string,
  rules: { aliases: Aliases; ownDomains: readonly string[] },
): ReferrerClue | null {
  const host = hostOf(referrer);
  if (host === null) return null;
  if (isOwn(host, hostOf(url), rules.ownDomains)) return { kind: 'transit', station: 'an own domain' };
  const transit = transitKind(host);
  if (transit) return { kind: 'transit', station: `a ${transit}` };
  const mailbox = mailboxOf(host);
  if (mailbox !== null) return { kind: 'source', source: mailbox, mailbox: true };
  return { kind: 'source', source: canonicalSource(host, rules.aliases).source ?? host, mailbox: false };
}

/** The page's own site, whatever its subdomain, and the domains of the settings. Neighbours on a shared host are foreign. */
function isOwn(host: string, page: string | null, ownDomains: readonly string[]): boolean {
  if (host === page || foldedHosts(ownDomains).some((own) => isAtOrBelow(host, own))) return true;
  if (page === null) return false;
  const site = getDomain(page, { allowPrivateDomains: true, extractHostname: false });
  return site !== null && isAtOrBelow(host, site);
}

const foldedHosts = oncePer((domains: readonly string[]) =>
  domains.map((domain) => stripAddress(foldText(domain))).filter((domain) => domain !== ''),
);

function isAtOrBelow(host: string, domain: string): boolean {
  if (!host.endsWith(domain)) return false;
  return host.length === domain.length || host[host.length - domain.length - 1] === '.';
}
