import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CollectorError, createCollectorHttp } from '../src/collector-http.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A collector that is not ready for `refusals` requests, and counts them all. */
async function startBusy(refusals: number, headers: Record<string, string>) {
  let asked = 0;
  server = createServer((_, response) => {
    asked += 1;
    if (asked <= refusals) response.writeHead(503, headers).end('{}');
    else response.end('{"taken":true}');
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const http = createCollectorHttp({ url: `http://127.0.0.1:${port}`, key: 'key' });
  return { claim: () => http.insist('POST', '/v1/leads/1/claim', {}), asked: () => asked };
}

describe('what somebody pressed', () => {
  it('is told to a collector that is there and busy until it has room', async () => {
    const busy = await startBusy(4, { 'Retry-After': '0.01' });
    expect(await busy.claim()).toEqual({ status: 200, body: { taken: true } });
    expect(busy.asked()).toBe(5);
  });

  it('is given up when the collector stays busy', async () => {
    const busy = await startBusy(Infinity, { 'Retry-After': '0.01' });
    await expect(busy.claim()).rejects.toThrow(CollectorError);
    expect(busy.asked()).toBe(5);
  });

  it('is told three times to a collector that does not say when to come again', async () => {
    const away = await startBusy(Infinity, {});
    await expect(away.claim()).rejects.toThrow('the collector answered 503');
    expect(away.asked()).toBe(3);
  });
});
