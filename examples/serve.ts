import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

export type Serving = {
  /** The folder of built or plain pages. */
  folder: string;
  /** 0 lets the system choose. */
  port: number;
  /** Where Headwater listens, and the key of this site: they replace %COLLECTOR% and %SITE% in pages. */
  collector: string;
  site: string;
};

/** Serves an example as any web server would; unknown paths get index.html, for single-page applications. */
export async function serveExample({
  folder,
  port,
  collector,
  site,
}: Serving): Promise<{ port: number; stop: () => void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://example');
    const wanted = join(folder, normalize(pathname));
    const isFile = existsSync(wanted) && statSync(wanted).isFile();
    const file = isFile ? wanted : join(folder, 'index.html');
    const type = types[extname(file)] ?? 'application/octet-stream';
    response.setHeader('Content-Type', type);
    if (extname(file) !== '.html') {
      createReadStream(file).pipe(response);
      return;
    }
    const origin = `http://${request.headers.host}`;
    void readFile(file, 'utf8').then((page) =>
      response.end(filled(page, { COLLECTOR: collector, SITE: site, ORIGIN: origin })),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

function filled(page: string, values: Record<string, string>): string {
  return page.replaceAll(/%([A-Z]+)%/g, (placeholder, name: string) => values[name] ?? placeholder);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '8080' },
      collector: { type: 'string', default: 'http://localhost:3000' },
      site: { type: 'string', default: '' },
    },
  });
  const [folder = 'plain-html'] = positionals;
  const here = fileURLToPath(new URL('.', import.meta.url));
  const { port } = await serveExample({ ...values, folder: join(here, folder), port: Number(values.port) });
  process.stdout.write(`http://localhost:${port}/\n`);
}
