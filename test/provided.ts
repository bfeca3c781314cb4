import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of the whole run. */
    postgresUrl: string;
    /** A migrated database of each kind without rows, to be copied: that takes a tenth of the time. */
    patternFile: string;
    patternOnServer: string;
  }
}
