import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { minify } from 'vite';

/** Somebody else's script, as it stands in a package on npm. */
export type Contender = {
  name: string;
  package: string;
  version: string;
  file: string;
  /** Set where the package holds the source alone: it is made small as ours is. */
  isSource?: true;
};

export const plausible: Contender = {
  name: 'Plausible',
  package: '@plausible-analytics/tracker',
  version: '0.4.6',
  file: 'plausible.js',
};

export const umami: Contender = {
  name: 'Umami',
  package: 'umami',
  version: '2.10.0',
  file: 'src/tracker/index.js',
  isSource: true,
};

export const sourcebuster: Contender = {
  name: 'sourcebuster',
  package: 'sourcebuster',
  version: '1.1.0',
  file: 'dist/sourcebuster.min.js',
};

export const dubLoader: Contender = {
  name: 'Dub',
  package: '@dub/analytics',
  version: '0.0.32',
  file: 'dist/index.js',
};

export const jsCookie: Contender = {
  name: 'js-cookie',
  package: 'js-cookie',
  version: '3.0.8',
  file: 'dist/js.cookie.min.js',
};

/**
 * The script as a browser would get it, fetched by npm into a folder that is gone afterwards: nobody who installs
 * Headwater installs the others. Rejects without a registry.
 */
export async function contenderScript(contender: Contender): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-contender-'));
  try {
    const name = `${contender.package}@${contender.version}`;
    const words = ['pack', name, '--pack-destination', folder, '--prefer-offline', '--silent'];
    const { stdout } = await promisify(execFile)('npm', words);
    await promisify(execFile)('tar', ['-xzf', join(folder, stdout.trim()), '-C', folder]);
    const text = await readFile(join(folder, 'package', contender.file), 'utf8');
    return contender.isSource ? (await minify(contender.file, text)).code : text;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
