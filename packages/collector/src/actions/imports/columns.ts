import { UnreadableFile } from './readCsv.ts';

/** The columns of one kind of file; of `oneOf`, one must be there. */
export type Columns = { known: readonly string[]; required: readonly string[]; oneOf?: readonly string[] };

/** The cells of a row by the names of their columns, trimmed; empty ones are missing. */
export type Cells = Readonly<Record<string, string>>;

export type CellError = { column: string | null; reason: string };

export type Header = { columns: (string | null)[]; ignored: string[] };

/** Other names under which people's files have the same. */
const synonyms: Readonly<Record<string, string>> = {
  mail: 'email',
  emailaddress: 'email',
  fullname: 'name',
  companyname: 'company',
  phonenumber: 'phone',
  linkedinurl: 'linkedin',
  howdidyouhearaboutus: 'heard_from',
  created: 'created_at',
  createdate: 'created_at',
  id: 'external_id',
  leadid: 'lead',
  date: 'at',
  utmsource: 'source',
  utmmedium: 'medium',
  utmcampaign: 'campaign',
  utmcontent: 'content',
};

/** `Created At`, `created-at` and `createdAt` are one name. */
const fold = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** What stands in which column. Throws where one is missing or named twice. */
export function readHeader(cells: readonly string[], { known, required, oneOf = [] }: Columns): Header {
  const byFold = new Map(known.map((name) => [fold(name), name]));
  const nameOf = (cell: string): string | null => {
    const folded = fold(cell);
    const synonym = synonyms[folded];
    return byFold.get(folded) ?? (synonym !== undefined && known.includes(synonym) ? synonym : null);
  };
  const columns = cells.map(nameOf);
  const twice = columns.find((name, index) => name !== null && columns.indexOf(name) !== index);
  if (twice) throw new UnreadableFile('two columns have this name', { column: twice });
  const missing = required.find((name) => !columns.includes(name));
  if (missing !== undefined)
    throw new UnreadableFile(`is missing: the columns are ${known.join(', ')}`, { column: missing });
  if (oneOf.length > 0 && !oneOf.some((name) => columns.includes(name)))
    throw new UnreadableFile(`one of the columns ${oneOf.join(', ')} is needed`, {
      column: oneOf[0] ?? null,
    });
  const ignored = cells.filter((cell, index) => columns[index] === null && cell.trim() !== '');
  return { columns, ignored };
}

/** What a cell of a spreadsheet can hold: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3 */
const MOST_OF_A_CELL = 32_767;

/** The cells of a row by name, or what is wrong with its shape; null where all of them are empty. */
export function readCells(
  { columns }: Header,
  cells: readonly string[],
): { cells: Cells } | { errors: CellError[] } | null {
  const trimmed = cells.map((cell) => cell.trim());
  const last = trimmed.findLastIndex((cell) => cell !== '');
  if (last === -1) return null;
  if (last >= columns.length || cells.length < columns.length) {
    const reason = `has ${cells.length} cells, and the header has ${columns.length}`;
    return { errors: [{ column: null, reason }] };
  }
  const named = columns.flatMap((name, index) => {
    const cell = trimmed[index] ?? '';
    return name === null || cell === '' ? [] : [[name, cell] as const];
  });
  const long = named.filter(([, cell]) => cell.length > MOST_OF_A_CELL);
  if (long.length > 0)
    return { errors: long.map(([column, { length }]) => ({ column, reason: tooLong(length) })) };
  return { cells: Object.fromEntries(named) };
}

const tooLong = (length: number): string => `has ${length} characters, and a cell may have ${MOST_OF_A_CELL}`;
