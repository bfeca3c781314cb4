import type { Context } from 'hono';

/** Recognises a repeat where the body does not; undefined without an Idempotency-Key header. */
export function idempotencyKey(c: Context): string | undefined {
  return c.req.header('Idempotency-Key')?.slice(0, 255) || undefined;
}
