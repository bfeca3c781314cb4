/** A command that was called wrongly, or given a file that it cannot use; the message is for who called it. */
export class UsageError extends Error {}
