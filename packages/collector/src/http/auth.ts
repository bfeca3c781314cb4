import { createMiddleware } from 'hono/factory';
import { identifyCaller, type Caller, type Role } from '../actions/keys.ts';
import type { Db } from '../storage/dialect.ts';
import { HttpProblem } from './errors.ts';

export type Authorised = { Variables: { caller: Caller } };

/** What the checks need: the stored keys, and those given by the environment. */
export type KeyRing = { db: Db; adminKey: string | null; botKey: string | null };

/** Lets callers with one of the roles pass; admins always. 401 without a valid key, 403 with another role. */
export function createAllow(ring: KeyRing) {
  return (...roles: Role[]) =>
    createMiddleware<Authorised>(async (c, next) => {
      const caller = await identifyCaller(ring, bearerOf(c.req.header('Authorization')));
      if (!caller) {
        const headers = { 'WWW-Authenticate': 'Bearer' };
        throw new HttpProblem(401, 'send a valid key as Authorization: Bearer hw_key_…', { headers });
      }
      if (caller.role !== 'admin' && !roles.includes(caller.role)) {
        throw new HttpProblem(403, `the role ${caller.role} may not do this`);
      }
      c.set('caller', caller);
      await next();
    });
}

export type Allow = ReturnType<typeof createAllow>;

/** The key of a bearer header; empty when there is none. */
export function bearerOf(header: string | undefined): string {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? '';
}
