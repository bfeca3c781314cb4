/**
 * The widest domain that takes a cookie, which is the one the site's owner holds: browsers refuse public
 * suffixes such as `co.uk`. Tried from the shortest up.
 * @param accepts whether a cookie set for this domain can be read back; last it is asked for no domain
 * @returns an empty string where a cookie can name no domain, as on localhost; undefined where it takes none
 */
export function widestDomain(host: string, accepts: (domain: string) => boolean): string | undefined {
  const labels = host.split('.');
  const domains = labels.map((_, from) => labels.slice(~from).join('.'));
  return [...domains.slice(1), ''].find(accepts);
}
