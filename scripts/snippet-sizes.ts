import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import {
  contenderScript,
  dubLoader,
  jsCookie,
  plausible,
  sourcebuster,
  umami,
  type Contender,
} from './contenders.ts';

/** A line of the table: `bytes` is null where nothing on npm could be measured. */
export type Size = { name: string; file: string; bytes: number | null; note: string };

const built = new URL('../packages/snippet/dist/', import.meta.url);
const page = new URL('../docs/snippet.md', import.meta.url);
const [start, end] = ['<!-- sizes -->', '<!-- /sizes -->'];

const measured: [Contender, note: string][] = [
  [plausible, 'the tracker of its script tag, as a module'],
  [umami, 'made small as ours is; newer versions are not on npm'],
  [sourcebuster, ''],
  [dubLoader, 'only fetches its script, which is not on npm'],
  [jsCookie, 'part of hw.js'],
];

const unpublished: [name: string, note: string][] = [
  [
    'GoatCounter',
    'its script is not on npm: [count.js](https://github.com/arp242/goatcounter/tree/main/public)',
  ],
  ['attributor', 'is not on npm: [attributor](https://github.com/derekcavaliero/attributor)'],
];

/** Bytes as a browser transfers them from a server that compresses once and well. */
export const brotliBytes = (text: string | Buffer): number =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

const notes: Record<string, string> = {
  'hw.js': 'what every page loads',
  'hw-page.js': 'when there is a form, or a link to another domain of yours',
  'hw-all.js': 'both in one, for Subresource Integrity',
  'hw-widget.js': 'when a part of the widget is shown',
};

/** What was built: the snippet first, then its parts; of the widget's languages the largest. */
export function ownSizes(files: Record<string, string>): Size[] {
  const bytesOf = (file: string): number => brotliBytes(files[file] ?? '');
  const isLanguage = (file: string): boolean => /^hw-widget-.+\.js$/.test(file);
  const names = Object.keys(files).toSorted();
  const parts = ['hw.js', ...names.filter((file) => file !== 'hw.js' && !isLanguage(file))];
  const languages = names.filter(isLanguage).map(bytesOf);
  const name = '**Headwater**';
  const rows = parts.map((file) => ({
    name,
    file: `\`${file}\``,
    bytes: bytesOf(file),
    note: notes[file] ?? 'when it is needed',
  }));
  if (languages.length === 0) return rows;
  const note = `the largest of ${languages.length}, one of which is loaded unless the page is in English`;
  return [...rows, { name, file: '`hw-widget-LANG.js`', bytes: Math.max(...languages), note }];
}

/** The table's lines. */
export function sizeLines(sizes: readonly Size[]): string[] {
  return sizes.map(({ name, file, bytes, note }) => {
    const shown = bytes === null ? '–' : bytes.toLocaleString('en');
    return `| ${name} | ${file} | ${shown} | ${note} |`;
  });
}

/** Lines that the document should have and has not. */
export const missingLines = (document: string, sizes: readonly Size[]): string[] =>
  sizeLines(sizes).filter((line) => !document.split('\n').includes(line));

/** The document with this table. Throws where it has no place for one. */
export function withTable(document: string, sizes: readonly Size[]): string {
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/snippet.md has no ${start}`);
  const head = '| | file | bytes | |\n|---|---|---:|---|';
  const table = [head, ...sizeLines(sizes)].join('\n');
  return `${document.slice(0, from + start.length)}\n${table}\n${document.slice(to)}`;
}

async function otherSizes(): Promise<Size[]> {
  const sizes: Size[] = [];
  for (const [contender, note] of measured) {
    const file = `\`${contender.file}\` of \`${contender.package}\` ${contender.version}`;
    const bytes = brotliBytes(await contenderScript(contender));
    sizes.push({ name: contender.name, file, bytes, note });
  }
  return [...sizes, ...unpublished.map(([name, note]) => ({ name, file: '–', bytes: null, note }))];
}

function builtFiles(): Record<string, string> {
  const paths = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.js'),
  );
  return Object.fromEntries(
    paths.map((path) => [basename(path), readFileSync(new URL(path, built), 'utf8')]),
  );
}

async function main(args: readonly string[]): Promise<void> {
  const own = ownSizes(builtFiles());
  const document = readFileSync(page, 'utf8');
  if (!args.includes('--check')) {
    const text = withTable(document, [...own, ...(await otherSizes())]);
    writeFileSync(page, text);
    process.stdout.write(text.slice(text.indexOf(start), text.indexOf(end)));
    return;
  }
  const missing = missingLines(document, own);
  if (missing.length === 0) return;
  const lines = missing.join('\n');
  process.stderr.write(`docs/snippet.md should say, by node scripts/snippet-sizes.ts:\n${lines}\n`);
  process.exitCode = 1;
}

if (import.meta.main) await main(process.argv.slice(2));
