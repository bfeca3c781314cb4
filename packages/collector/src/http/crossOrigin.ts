import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { SiteDirectory } from '../actions/siteDirectory.ts';
import { HttpProblem } from './errors.ts';

/** By which the page that asked may read what is answered. Call `headers` and `allow` once its origin is admitted. */
export type CrossOrigin = {
  headers: (c: Context) => Record<string, string>;
  allow: (c: Context) => void;
  /** Lets a page of a known website read what was wrong with its request, and when to come again. */
  allowProblems: (c: Context) => Promise<void>;
  /** Answers the browser's question whether a page may post JSON here. It does not say for which site. */
  preflight: ReturnType<typeof createMiddleware>;
};

/** What websites may call, and so may read even where it failed. */
const publicCalls = /^(POST \/v1\/(collect|leads|referrals)|GET \/v1\/codes\/[^/]+)$/;

export function createCrossOrigin(sites: SiteDirectory): CrossOrigin {
  /**
   * None where nobody asks from elsewhere. The script sends with credentials, so that its cookie can be renewed; no
   * cookie opens anything here.
   */
  const headers = (c: Context): Record<string, string> => {
    const origin = c.req.header('Origin');
    if (origin === undefined) return {};
    return {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': 'Retry-After',
      Vary: 'Origin',
      'Access-Control-Allow-Credentials': 'true',
    };
  };

  const allow = (c: Context): void => {
    for (const [name, value] of Object.entries(headers(c))) c.header(name, value);
  };

  const allowProblems = async (c: Context): Promise<void> => {
    const origin = c.req.header('Origin');
    if (origin === undefined || !publicCalls.test(`${c.req.method} ${c.req.path}`)) return;
    if (await sites.anyAllows(origin).catch(() => false)) allow(c);
  };

  const preflight = createMiddleware(async (c, next) => {
    if (c.req.method !== 'OPTIONS') return next();
    const origin = c.req.header('Origin');
    if (origin === undefined || !(await sites.anyAllows(origin))) {
      throw new HttpProblem(403, 'this origin is not one of any site’s allowed origins');
    }
    allow(c);
    c.header('Access-Control-Allow-Methods', 'POST');
    c.header('Access-Control-Allow-Headers', 'Content-Type');
    c.header('Access-Control-Max-Age', '86400');
    return c.body(null, 204);
  });

  return { headers, allow, allowProblems, preflight };
}
