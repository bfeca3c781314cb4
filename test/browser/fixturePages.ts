import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../fixtures/pages/', import.meta.url));

/** What a fixture page is filled with. */
export type Filling = {
  /** Key of the site. */
  site: string;
  /** `http` or `https`, as the page itself. */
  scheme: string;
  /** The script that never changes: the name of its file, and the hash that browsers check. */
  pinned: { file: string; integrity: string };
  /** How far the clock of the visitor's computer is ahead. */
  clockAheadMs: number;
};

/** Policies that single pages are served with. */
const policies: Record<string, (nonce: string) => string> = {
  strict: (nonce) =>
    `default-src 'none'; img-src 'self'; script-src 'nonce-${nonce}'; style-src 'none'; connect-src 'self' http://leads.hosted.test; base-uri 'none'; form-action 'self'`,
};

/**
 * The page of an address: `/plain/anything` is plain.html, so that one page stands for a whole website.
 * Null where there is no such page.
 */
export async function fixturePage(
  pathname: string,
  { site, scheme, pinned, clockAheadMs }: Filling,
): Promise<{ html: string; headers: Record<string, string> } | null> {
  const name = /^\/([\w-]+)\//.exec(pathname)?.[1] ?? '';
  const text = await readFile(`${folder}${name}.html`, 'utf8').catch(() => null);
  if (text === null) return null;
  const nonce = crypto.randomUUID();
  const values: Record<string, string> = {
    COLLECTOR: `${scheme}://leads.hosted.test`,
    OWN_COLLECTOR: `${scheme}://leads.site.test`,
    SITE: site,
    PINNED: pinned.file,
    INTEGRITY: pinned.integrity,
    NONCE: nonce,
  };
  const filled = text.replaceAll(/%([A-Z_]+)%/g, (placeholder, key: string) => values[key] ?? placeholder);
  const watch = `<head><script nonce="${nonce}">(${String(watchFaults)})();(${String(moveClock)})(${clockAheadMs})</script>`;
  const policy = policies[name]?.(nonce);
  return {
    html: filled.replace('<head>', () => watch),
    headers: policy === undefined ? {} : { 'Content-Security-Policy': policy },
  };
}

/** Tells the page's own server of everything that went wrong in it, as it leaves no trace elsewhere. */
function watchFaults(): void {
  const tell = (what: unknown): void =>
    void navigator.sendBeacon('/faults', `${location.href}: ${String(what)}`);
  addEventListener('error', ({ message }) => tell(message));
  addEventListener('unhandledrejection', ({ reason }) => tell(reason));
  addEventListener('securitypolicyviolation', (refused) =>
    tell(`${refused.violatedDirective} refused ${refused.blockedURI}`),
  );
  const { error } = console;
  console.error = (...words) => {
    tell(words.join(' '));
    error(...words);
  };
}

function moveClock(aheadMs: number): void {
  if (aheadMs === 0) return;
  const Real = Date;
  const now = (): number => Real.now() + aheadMs;
  window.Date = new Proxy(Real, {
    construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given) as Date,
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
}
