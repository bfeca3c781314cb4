import type { Problem } from '@headwater/contract';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { asUnavailable } from '../actions/unavailable.ts';

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Key needed',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid input',
  428: 'Version needed',
  429: 'Too many requests',
  500: 'Fault',
  503: 'Not available',
};

export type FieldError = { path: string; message: string };

/** `members` are what this problem says beyond the others. */
type More = {
  errors?: FieldError[];
  headers?: Record<string, string>;
  owner?: string;
  members?: object;
};

/** What a request did wrong, said as RFC 9457. Faults of ours are not HttpProblems. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: ContentfulStatusCode;
  readonly more: More;

  constructor(status: ContentfulStatusCode, detail: string, more: More = {}) {
    super(detail);
    this.status = status;
    this.more = more;
  }
}

/** 422 for one field, where only the use case could tell. */
export function wrongField(path: string, message: string): HttpProblem {
  return new HttpProblem(422, `${path} ${message}`, { errors: [{ path, message }] });
}

/** 409: the step cannot follow the state that its subject is in. */
export function illegalState(detail: string, state: string): HttpProblem {
  return new HttpProblem(409, detail, { members: { state } });
}

/** Enough to mend a request; a body of nothing but mistakes is not answered with all of them. */
const MOST_FIELD_ERRORS = 20;

/** The paths and messages of a failed zod parse: `touches[0].at`. */
export function fieldErrors(error: z.core.$ZodError): FieldError[] {
  return error.issues
    .slice(0, MOST_FIELD_ERRORS)
    .map((issue) => ({ path: pathOf(issue.path), message: issue.message }));
}

export function pathOf(parts: readonly PropertyKey[]): string {
  return parts
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}

/** The checked value, or 422 naming each field. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HttpProblem(422, 'some fields are not as they should be', { errors: fieldErrors(result.error) });
}

/** Turns whatever a handler threw into an answer. Only faults are logged, and none shows its insides. */
export function answerError(log: Logger) {
  return (error: Error, c: Context): Response => {
    const known = asProblem(error);
    if (known) return answerProblem(c, known);
    log.error({ err: error, method: c.req.method, route: c.req.routePath }, 'request failed');
    return answerProblem(c, new HttpProblem(500, 'this is a fault of ours and was logged'));
  };
}

/** What is to be said of an error that was expected; null for a fault of ours. */
export function asProblem(error: unknown): HttpProblem | null {
  if (error instanceof HttpProblem) return error;
  if (error instanceof HTTPException) return new HttpProblem(error.status, error.message);
  const unavailable = asUnavailable(error);
  if (!unavailable) return null;
  const headers = { 'Retry-After': String(unavailable.retryAfterSeconds) };
  return new HttpProblem(503, unavailable.message, { headers });
}

export function answerProblem(c: Context, { status, message, more }: HttpProblem): Response {
  const body: Problem = {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    detail: message,
    errors: more.errors ?? [],
    ...(more.owner === undefined ? {} : { owner: more.owner }),
    ...more.members,
  };
  return c.body(JSON.stringify(body), status, {
    ...more.headers,
    'Content-Type': 'application/problem+json',
  });
}
