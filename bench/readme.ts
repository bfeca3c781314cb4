import { readFile, writeFile } from 'node:fs/promises';

const file = new URL('README.md', import.meta.url);

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->` in bench/README.md. Throws without them. */
export async function writeSection(name: string, text: string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = before.indexOf(start);
  const to = before.indexOf(end);
  if (from === -1 || to < from) throw new Error(`bench/README.md has no place for ${name}`);
  await writeFile(file, `${before.slice(0, from + start.length)}\n${text.trim()}\n${before.slice(to)}`);
}
