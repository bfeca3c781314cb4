import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delivery } from '@headwater/contract';
import { startPostgres } from '../test/postgres.ts';
import { adminKey } from '../test/process/collector.ts';
import { newLead, origin, userAgent } from '../test/process/reports.ts';
import { quantile, round } from './numbers.ts';
import { writeSection } from './readme.ts';
import { startCollector, type Server } from './servers.ts';

const LEADS = Number(process.env['BENCH_LEADS'] ?? 200);
const WARM_UP = 20;

/** How long a hot lead takes from the form to the bot's hands, one lead after the other. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  const postgres = await startPostgres();
  const servers = [
    await startCollector('SQLite', `file:${join(folder, 'bench.db')}`),
    await startCollector('PostgreSQL', postgres.url),
  ];
  const rows: string[] = [];
  for (const server of servers) {
    const times = await measure(server);
    rows.push(`| ${server.name} | ${round(quantile(times, 0.5))} | ${round(quantile(times, 0.95))} |`);
    await server.stop();
  }
  const text = `${LEADS} leads each, in milliseconds:\n\n| database | p50 | p95 |\n|---|---:|---:|\n${rows.join('\n')}`;
  process.stdout.write(`${text}\n`);
  await writeSection('alert', text);
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure(server: Server): Promise<number[]> {
  const times: number[] = [];
  for (let lead = 0; lead < WARM_UP + LEADS; lead += 1) {
    const leased = leaseCard(server);
    const startedAt = performance.now();
    await submitLead(server);
    const card = await leased;
    if (lead >= WARM_UP) times.push(performance.now() - startedAt);
    await post(server, `/v1/deliveries/${card.id}/done`, { ref: { channel: 'C1', ts: String(lead) } });
  }
  return times;
}

/** Polls as the bot does until the card of the next hot lead is there. */
async function leaseCard(server: Server): Promise<Delivery> {
  for (;;) {
    const answer = await post(server, '/v1/deliveries/lease', { max: 1, waitMs: 20_000 });
    const { data } = (await answer.json()) as { data: Delivery[] };
    if (data[0]) return data[0];
  }
}

async function submitLead({ url, site }: Server): Promise<void> {
  const headers = { Origin: origin, 'User-Agent': userAgent };
  const answer = await fetch(`${url}/v1/leads`, { method: 'POST', headers, body: newLead(site).body });
  if (answer.status !== 201) throw new Error(`a lead was answered ${answer.status}`);
}

async function post({ url }: Server, path: string, body: object): Promise<Response> {
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
  return answer;
}

await main();
