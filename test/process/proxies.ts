import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { freePort } from '../postgres.ts';

type Worker = { default: { fetch: (request: Request) => Promise<Response> } };

/** A web server with our recipe in it. */
export type Proxy = { name: string; install: string; isThere: boolean; start: Start };

/** Serves the files of `root` and, under /hw/, the collector. Requests from `cdn` are a CDN's. */
type Start = (site: {
  collectorPort: number;
  root: string;
  cdn: string;
}) => Promise<{ port: number; stop: () => Promise<void> }>;

const recipe = (file: string): string =>
  readFileSync(new URL(`../../deploy/proxy/${file}`, import.meta.url), 'utf8');

const nginx = find('NGINX_PATH', '/usr/sbin/nginx');
const caddy = find('CADDY_PATH', '/usr/bin/caddy');

export const proxies: Proxy[] = [
  {
    name: 'nginx',
    install: 'apt-get install nginx-light',
    isThere: existsSync(nginx),
    start: async ({ collectorPort, root, cdn }) => {
      const [folder, port] = [await newFolder(), await freePort()];
      const ours = replaced(recipe('nginx.conf'), {
        'server 127.0.0.1:3000': `server 127.0.0.1:${collectorPort}`,
        'listen 80': `listen 127.0.0.1:${port}`,
        'root /var/www/html': `root ${root}`,
        '203.0.113.0/24': cdn,
      });
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
        .join(' ');
      const around = `daemon off; pid ${join(folder, 'pid')}; error_log stderr; worker_processes 1; events {}
        http { access_log off; types { text/html html; } ${temporary} ${ours} }`;
      await writeFile(join(folder, 'nginx.conf'), around);
      return run(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf')], { folder, port });
    },
  },
  {
    name: 'caddy',
    install: 'apt-get install caddy',
    isThere: existsSync(caddy),
    start: async ({ collectorPort, root, cdn }) => {
      const [folder, port] = [await newFolder(), await freePort()];
      const ours = replaced(recipe('Caddyfile'), {
        'reverse_proxy 127.0.0.1:3000': `reverse_proxy 127.0.0.1:${collectorPort}`,
        'www.example.com {': `http://:${port} {\n\tbind 127.0.0.1`,
        'root * /var/www/html': `root * ${root}`,
        '203.0.113.0/24': cdn,
      });
      const file = join(folder, 'Caddyfile');
      await writeFile(file, `{\n\tadmin off\n\tauto_https off\n}\n${ours}`);
      return run(caddy, ['run', '--config', file, '--adapter', 'caddyfile'], { folder, port });
    },
  },
];

/** The Worker that docs/proxy.md gives, and what Cloudflare puts around it: the visitor's address, and a port. */
export const worker: Pick<Proxy, 'name' | 'start'> = {
  name: 'the Cloudflare Worker',
  start: async ({ collectorPort }) => {
    const page = readFileSync(new URL('../../docs/proxy.md', import.meta.url), 'utf8');
    const code = /^## Cloudflare$.*?```js\n(.*?)```/ms.exec(page)?.[1] ?? '';
    const ours = replaced(code, { 'https://leads.example.com': `http://127.0.0.1:${collectorPort}` });
    const { default: running } = (await import(`data:text/javascript,${encodeURIComponent(ours)}`)) as Worker;
    const server = createServer((asked, answer) => {
      void toRequest(asked)
        .then((request) => running.fetch(request))
        .then(async (said) => answer.writeHead(said.status).end(await said.text()));
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const stop = async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
    };
    return { port, stop };
  },
};

/** What a Worker is given. */
async function toRequest(asked: IncomingMessage): Promise<Request> {
  const { url = '/', method = 'GET', headers: given, socket } = asked;
  const headers = new Headers(given as Record<string, string>);
  headers.set('CF-Connecting-IP', socket.remoteAddress ?? '');
  const body = method === 'POST' ? Buffer.concat((await asked.toArray()) as Buffer[]) : null;
  return new Request(`https://${given.host}${url}`, { method, headers, body });
}

function find(variable: string, usual: string): string {
  return process.env[variable] ?? usual;
}

/** The recipe for this machine. Throws when it does not say what is to be replaced. */
function replaced(text: string, changes: Record<string, string>): string {
  return Object.entries(changes).reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`the recipe does not say ${from}`);
    return before.replaceAll(from, to);
  }, text);
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-proxy-'));
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'data'));
  return folder;
}

type Place = { folder: string; port: number };

async function run(binary: string, words: string[], { folder, port }: Place) {
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: join(folder, 'data') };
  const child = spawn(binary, words, { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const ended = once(child, 'exit');
  await vi.waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(`${binary} ended: ${said}`);
      await fetch(`http://127.0.0.1:${port}/`);
    },
    { timeout: 60_000, interval: 50 },
  );
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { port, stop };
}
