import type { StandardSchemaV1 } from '@standard-schema/spec';
import { validator } from 'hono-openapi';
import { z } from 'zod';
import { HttpProblem, pathOf, type FieldError } from './errors.ts';

/** The JSON body of a request, checked; 422 naming each field. */
export const json = <Schema extends StandardSchemaV1>(schema: Schema) =>
  validator('json', schema, refuseInvalid);

/** The query parameters of a request, checked; 422 naming each. */
export const query = <Schema extends StandardSchemaV1>(schema: Schema) =>
  validator('query', schema, refuseInvalid);

type Checked = { success: boolean; error?: readonly StandardSchemaV1.Issue[] };

function refuseInvalid(result: Checked): void {
  if (result.success) return;
  const errors = (result.error ?? []).map(toFieldError);
  throw new HttpProblem(422, 'some fields are not as they should be', { errors });
}

function toFieldError({ path = [], message }: StandardSchemaV1.Issue): FieldError {
  return { path: pathOf(path.map((part) => (typeof part === 'object' ? part.key : part))), message };
}

/** A query parameter that is on or off. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
