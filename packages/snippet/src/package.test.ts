// @vitest-environment node
import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const here = fileURLToPath(new URL('..', import.meta.url));
const compiler = join(here, '../../node_modules/.bin/tsc');

/** An application of somebody else's, with the package in it as npm would publish it. */
let application = '';
let published: string[] = [];

beforeAll(async () => {
  application = await mkdtemp(join(tmpdir(), 'headwater-application-'));
  const ours = await pack(here);
  // So that nothing is asked of a registry.
  const jsCookie = await pack(await realpath(join(here, 'node_modules/js-cookie')), '--ignore-scripts');
  published = ours.files;
  await write('package.json', JSON.stringify({ name: 'application', private: true, type: 'module' }));
  await npm(application, 'install', '--offline', '--no-audit', '--no-fund', ours.file, jsCookie.file);
});

afterAll(() => rm(application, { recursive: true, force: true }));

async function npm(folder: string, ...words: string[]): Promise<string> {
  return (await run('npm', words, { cwd: folder })).stdout;
}

async function pack(folder: string, ...more: string[]): Promise<{ file: string; files: string[] }> {
  const printed = await npm(folder, 'pack', '--silent', '--json', '--pack-destination', application, ...more);
  type Packed = { filename: string; files: { path: string }[] };
  const [packed] = JSON.parse(printed.slice(printed.indexOf('[\n'))) as [Packed];
  return { file: join(application, packed.filename), files: packed.files.map(({ path }) => path) };
}

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(application, name), text);
  return join(application, name);
}

/** What the compiler has to say of a file of the application; empty where it has nothing. */
async function complaints(name: string, ...settings: string[]): Promise<string> {
  const words = [...settings, '--noEmit', '--strict', '--exactOptionalPropertyTypes'];
  const target = ['--target', 'es2022', '--lib', 'es2022,dom', '--types', ''];
  try {
    return (await run(compiler, [...words, ...target, name], { cwd: application })).stdout;
  } catch (refused) {
    return (refused as { stdout: string }).stdout;
  }
}

/** The files a bundler makes of the application: the first is loaded at once, the others when they are needed. */
async function bundle(code: string): Promise<string[]> {
  const entry = await write('main.ts', code);
  const made = await build({
    root: application,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, rolldownOptions: { input: entry } },
  });
  if (!('output' in made)) throw new Error('more than one bundle');
  const chunks = made.output.filter((one) => one.type === 'chunk');
  return chunks.toSorted((a, b) => Number(b.isEntry) - Number(a.isEntry)).map((chunk) => chunk.code.trim());
}

const calls = `
  import { init, type Command, type Headwater, type InitOptions, type Memory } from '@headwater/snippet';
  const options: InitOptions = {
    site: 'KEY', api: '/hw', consent: 'required', forms: 'marked', domains: ['a.test'],
    ignoreReferrers: ['b.test'], ignoreLocal: true, spa: false, hash: true, signals: true, debug: false,
  };
  const headwater: Headwater = init(options);
  headwater('event', 'video_played', { seconds: 40 });
  headwater('lead', { email: 'eva@firma.test', fields: { plan: 'pro' } });
  headwater('consent', 'granted');
  headwater('get', ({ visitor, last }: Memory) => [visitor, last?.params['utm_source']]);
  headwater('open', 'referral', { code: 'ANNA42' });
  const later: Command = ['consent', 'denied'];
  headwater(...later);
  // @ts-expect-error the site's key is missing
  init({ api: '/hw' });
  // @ts-expect-error a word that the attribute does not know
  init({ ...options, forms: 'all' });
  // @ts-expect-error no such command
  headwater('track', 'video_played');
  // @ts-expect-error consent is given or denied
  headwater('consent', true);
`;

it('publishes the module, its types, and nothing else', () => {
  const others = published.filter((path) => !path.startsWith('module/dist/'));
  expect(others.toSorted()).toEqual([
    'README.md',
    'module/globals.d.ts',
    'module/index.d.ts',
    'package.json',
  ]);
  expect(published).toContain('module/dist/index.js');
  expect(published.filter((path) => path.includes('widget'))).toEqual([]);
});

describe('its types stand by themselves', () => {
  it.each([
    ['a bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
    ['Node', ['--module', 'nodenext']],
  ])('for %s', async (_, settings) => {
    await write('calls.ts', calls);
    expect(await complaints('calls.ts', ...settings)).toBe('');
  });

  it('and tell those who use the script tag what it defines, where they ask for it', async () => {
    const uses = `
      window.headwater?.('event', 'clicked');
      const form: HTMLElement | null = document.querySelector('hw-form');
      document.createElement('hw-survey').setAttribute('survey', 'role');
    `;
    await write('tag.ts', `import type {} from '@headwater/snippet/globals';\n${uses}export { form };`);
    expect(await complaints('tag.ts', '--module', 'nodenext')).toBe('');
    await write('without.ts', `${uses}export { form };`);
    expect(await complaints('without.ts', '--module', 'nodenext')).toContain("'headwater' does not exist");
  });
});

describe('an application carries', () => {
  const start = "init({ site: 'KEY', api: 'https://leads.test' });";

  it('nothing of it where it uses the types alone', async () => {
    const code =
      "import type { Memory } from '@headwater/snippet'; export const last = (memory: Memory) => memory.last;";
    expect(await bundle(code)).toEqual(['']);
  });

  it('nothing of it where it is imported and not called', async () => {
    expect(await bundle("import { init } from '@headwater/snippet'; const later = () => init;")).toEqual([
      '',
    ]);
  });

  it('the forms in a file of their own, which is loaded when they are needed', async () => {
    const [first, ...later] = await bundle(`import { init } from '@headwater/snippet'; ${start}`);
    expect(first).toContain('sendBeacon');
    expect(first).not.toContain('current-password');
    expect(first).not.toMatch(/^import\b/);
    expect(later.filter((code) => code.includes('current-password'))).toHaveLength(1);
  });
});

it('does nothing and says nothing on a server', async () => {
  const file = await write(
    'server.js',
    "import { init } from '@headwater/snippet'; init({ site: 'KEY', api: '/hw' })('event', 'clicked');",
  );
  expect(await run(process.execPath, [file])).toEqual({ stdout: '', stderr: '' });
});
