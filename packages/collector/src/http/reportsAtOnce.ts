import { createMiddleware } from 'hono/factory';
import { bearerOf } from './auth.ts';
import { HttpProblem } from './errors.ts';

/** More than a dashboard asks for. */
const MOST_AT_ONCE = 8;

/** 429 for a key that waits for so many reports already: one thread answers them all, and others ask too. */
export function limitReports() {
  const waiting = new Map<string, number>();
  return createMiddleware(async (c, next) => {
    const key = bearerOf(c.req.header('Authorization'));
    const count = waiting.get(key) ?? 0;
    if (count >= MOST_AT_ONCE)
      throw new HttpProblem(429, `${MOST_AT_ONCE} reports are being made for this key`, {
        headers: { 'Retry-After': '1' },
      });
    waiting.set(key, count + 1);
    try {
      await next();
    } finally {
      const left = (waiting.get(key) ?? 1) - 1;
      if (left === 0) waiting.delete(key);
      else waiting.set(key, left);
    }
  });
}
