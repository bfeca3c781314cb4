import type { Context } from 'hono';
import { parse } from 'hono/utils/cookie';
import type { SameSite } from './sameSite.ts';

/** 400 days, the longest that browsers keep a cookie. */
const MAX_AGE_SECONDS = 34_560_000;

/**
 * The `Set-Cookie` that lets the visitor's id live on where Safari forgets after seven days what scripts write.
 * For an admitted origin, and nothing but what the script itself did before: only a browser that sent the cookie
 * `hw` with the very id of the body has one, so a person who denied consent, whose cookie the script erased, is
 * not given it again. Scripts must go on reading it, so it is not HttpOnly; browsers take Secure from https alone.
 */
export function createRenewal(sameSite: SameSite) {
  return (c: Context, visitor: string | undefined): Record<string, string> => {
    const sent = c.req.header('Cookie');
    const origin = c.req.header('Origin');
    if (sent === undefined || visitor === undefined || !origin?.startsWith('https:')) return {};
    if (parse(sent, 'hw')['hw']?.toLowerCase() !== visitor || !sameSite.holds(c, origin)) return {};
    const { domain } = sameSite.placeOf(origin);
    const where = domain === null ? '' : ` Domain=${domain};`;
    return {
      'Set-Cookie': `hw=${visitor};${where} Path=/; Max-Age=${MAX_AGE_SECONDS}; SameSite=Lax; Secure`,
    };
  };
}

export type Renewal = ReturnType<typeof createRenewal>;
