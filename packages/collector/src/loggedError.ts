type Logged = { type: string; message: string; stack?: string; code?: string; cause?: Logged };

/**
 * What a log says of an error. PostgreSQL adds the row that it refused (`detail`, `where`), which may be a
 * person's: what is not named here is left out.
 */
export function loggedError(error: unknown): Logged {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message,
    ...(stack !== undefined && { stack }),
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    ...(cause instanceof Error && { cause: loggedError(cause) }),
  };
}
