import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../test/postgres.ts';
import { adminKey } from '../test/process/collector.ts';
import { newLead, origin, userAgent } from '../test/process/reports.ts';
import { quantile, round } from './numbers.ts';
import { writeSection } from './readme.ts';
import { startCollector, type Server } from './servers.ts';

const LEADS = Number(process.env['BENCH_LEADS'] ?? 200);
const WARM_UP = 20;

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  const postgres = await startPostgres();
  const servers = [
    await startCollector('SQLite', `file:${join(folder, 'alert.db')}`),
    await startCollector('PostgreSQL', postgres.url),
  ];
  const lines: string[] = [];
  for (const server of servers) {
    const times = (await measure(server)).slice(WARM_UP);
    lines.push(`| ${server.name} | ${round(quantile(times, 0.5))} | ${round(quantile(times, 0.95))} |`);
    await server.stop();
  }
  const text = `
| database | p50 ms | p95 ms |
|---|---:|---:|
${lines.join('\n')}

${LEADS} leads each.`;
  process.stdout.write(`${text}\n`);
  await writeSection('alert', text);
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Milliseconds from sending a form until its alert was leased by a poll that waited for it. */
async function measure({ url, site }: Server): Promise<number[]> {
  const times: number[] = [];
  for (let lead = 0; lead < LEADS + WARM_UP; lead += 1) {
    const leased = leaseCard(url);
    const from = performance.now();
    const headers = { 'Content-Type': 'application/json', Origin: origin, 'User-Agent': userAgent };
    const answer = await fetch(`${url}/v1/leads`, { method: 'POST', headers, body: newLead(site).body });
    if (answer.status !== 201) throw new Error(`a form was answered with ${answer.status}`);
    times.push((await leased) - from);
  }
  return times;
}

/** When the next card was leased. It is reported as posted, so that it is not owed any more. */
async function leaseCard(url: string): Promise<number> {
  for (;;) {
    const { data } = (await ask(url, '/v1/deliveries/lease', { max: 1, waitMs: 10_000 })) as {
      data: { id: string; kind: string }[];
    };
    const at = performance.now();
    const [delivery] = data;
    if (!delivery) throw new Error('no alert came');
    const ref = { channel: 'C0000000001', ts: '1767225600.000100' };
    await ask(url, `/v1/deliveries/${delivery.id}/done`, { ref });
    if (delivery.kind === 'lead_card') return at;
  }
}

async function ask(url: string, path: string, body: unknown): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${adminKey}` };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

await main();
