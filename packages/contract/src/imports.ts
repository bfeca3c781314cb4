import { z } from 'zod';

export const importKinds = ['leads', 'touches', 'spend', 'stages', 'impressions'] as const;
export type ImportKind = (typeof importKinds)[number];

/** Why one row is not imported. `row` counts as a spreadsheet does, the header is row 1; `column` is null where the whole row is meant. */
export const importError = z.object({ row: z.int(), column: z.string().nullable(), reason: z.string() });
export type ImportError = z.infer<typeof importError>;

/**
 * What an import did, or with `dryRun` would do: nothing is stored then, and `imported` and `unchanged` are what
 * would become of the good rows. Each row is imported, unchanged (it was there before) or bad.
 */
export const importReport = z.object({
  kind: z.enum(importKinds),
  dryRun: z.boolean(),
  rows: z.int(),
  imported: z.int(),
  unchanged: z.int(),
  /** How many rows are bad; `errors` names up to 1,000 reasons, and a file that has as many is read no further unless its good rows are imported. */
  bad: z.int(),
  errors: z.array(importError),
  /** Columns of the file that mean nothing here. */
  ignoredColumns: z.array(z.string()),
});
export type ImportReport = z.infer<typeof importReport>;

/** The largest file that is imported over HTTP, in bytes. The command line takes any. */
export const MAX_IMPORT_BYTES = 20 * 1024 * 1024;
/** The most rows that are imported over HTTP at once. The command line takes any number. */
export const MAX_IMPORT_ROWS = 200_000;

export const exportKinds = ['events', 'leads', 'touches', 'credits'] as const;
export type ExportKind = (typeof exportKinds)[number];
