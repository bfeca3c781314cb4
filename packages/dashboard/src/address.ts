/** What the fragment of the address says: which view, or a key handed over by a link. */
export type Address =
  | { kind: 'status' }
  | { kind: 'sources' }
  | { kind: 'lead'; id: string }
  | { kind: 'report'; name: string; query: string }
  | { kind: 'key'; key: string }
  | { kind: 'unknown' };

/**
 * Reads `#/`, `#/sources`, `#/leads/ID` (the address on Slack cards), `#/reports/NAME?QUERY` (that of warnings) and
 * `#key=KEY`.
 */
export function readAddress(hash: string): Address {
  const path = hash.replace(/^#/, '');
  if (path === '' || path === '/') return { kind: 'status' };
  if (path === '/sources') return { kind: 'sources' };
  const [, key] = /^key=(.+)$/.exec(path) ?? [];
  if (key !== undefined) return { kind: 'key', key: decoded(key) };
  const [, name, query = ''] = /^\/reports\/([a-z-]+)(?:\?([\w=&.:%+()-]*))?$/.exec(path) ?? [];
  if (name !== undefined) return { kind: 'report', name, query };
  const [, id] = /^\/leads\/([\w-]+)$/.exec(path) ?? [];
  return id === undefined ? { kind: 'unknown' } : { kind: 'lead', id };
}

/** The address of a lead's page. */
export const leadAddress = (id: string): string => `#/leads/${id}`;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
