import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from './config.ts';
import { pinned, PINNED, type Scripts } from './http/snippet.ts';

const snippetFolder = fileURLToPath(new URL('../../snippet/dist', import.meta.url));

/** The built snippet, and the built widget with its languages. Throws ConfigError while one is not built. */
export function readScripts(folder = snippetFolder): Scripts {
  const widget = join(folder, 'widget');
  const files = [
    ...filesIn(folder).filter(([name]) => /^hw(-page|-all)?\.js$/.test(name)),
    ...filesIn(widget).filter(([name]) => /^hw-[\w-]+\.js$/.test(name)),
  ];
  const scripts = new Map(files.map(([name, path]) => [name, readFileSync(path, 'utf8')]));
  for (const name of ['hw.js', 'hw-page.js', 'hw-all.js', 'hw-widget.js']) {
    if (!scripts.has(name)) throw new ConfigError(`${name} is not built: run npm start once`);
  }
  return scripts;
}

function filesIn(folder: string): [name: string, path: string][] {
  return existsSync(folder) ? readdirSync(folder).map((name) => [name, join(folder, name)]) : [];
}

/**
 * The attributes of a script tag that load exactly the snippet that is built now, and have the browser check it
 * (https://www.w3.org/TR/SRI/); null while none is built.
 */
export function pinnedAttributes(publicUrl: string, folder = snippetFolder): string | null {
  const file = join(folder, PINNED);
  if (!existsSync(file)) return null;
  const { src, integrity } = pinned(publicUrl, readFileSync(file, 'utf8'));
  return `src="${src}" integrity="${integrity}" crossorigin="anonymous"`;
}
