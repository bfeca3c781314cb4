import type { Problem } from '@headwater/contract';

/** The site's key, and where its collector takes requests: `https://leads.acme.com/v1/`. */
export interface Place {
  site: string;
  api: string;
}

/** What the collector answered, or what it refused. No errors: nobody knows whether it arrived. */
export type Answer = { content: unknown } | { errors: { path: string }[] };

const PATIENCE_MS = 20_000;

/** Asks the collector for something, or gives it `body`. Never throws. */
export async function ask(url: string, body?: string): Promise<Answer> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      // a string goes as text/plain, which needs no preflight
      ...(body && { method: 'POST', body, keepalive: true }),
    });
    const content: unknown = await response.json();
    if (response.ok) return { content };
    // what is asked for is a code
    return { errors: response.status === 404 ? [{ path: 'code' }] : ((content as Problem).errors ?? []) };
  } catch {
    return { errors: [] };
  }
}
