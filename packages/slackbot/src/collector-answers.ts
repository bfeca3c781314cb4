import { CollectorError } from './collector-http.ts';

type Schema<Shape> = { safeParse: (value: unknown) => { success: true; data: Shape } | { success: false } };

/** An answer in the shape that was agreed; throws a {@link CollectorError} where it has another. */
export function read<Shape>(schema: Schema<Shape>, body: unknown): Shape {
  const result = schema.safeParse(body);
  if (!result.success) throw new CollectorError('the answer has another shape than agreed');
  return result.data;
}

/** The rows of a list; throws a {@link CollectorError} where there is none. */
export function rows(body: unknown): unknown[] {
  const { data } = body as { data?: unknown };
  if (!Array.isArray(data)) throw new CollectorError('the answer holds no list');
  return data;
}
