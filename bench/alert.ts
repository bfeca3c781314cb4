import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../test/postgres.ts';
import { adminKey } from '../test/process/collector.ts';
import { origin, timeOrderedId, userAgent } from '../test/process/reports.ts';
import { botKey, startBot } from '../test/process/slackbot.ts';
import { startSlack, type Slack } from '../test/slack/slack.ts';
import { quantile, round } from './numbers.ts';
import { writeSection } from './readme.ts';
import { startCollector, type Server } from './servers.ts';

const LEADS = Number(process.env['BENCH_LEADS'] ?? 200);
const WARM_UP = 20;
/** So many that none is asked to post twice in a second, as Slack would not take it. */
const CHANNELS = Array.from({ length: 44 }, (_, index) => `#team-${index}`);
const AT_LEAST_APART_MS = 50;

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  const postgres = await startPostgres();
  const servers = [
    await startCollector('SQLite', `file:${join(folder, 'alert.db')}`, { BOT_KEY: botKey }),
    await startCollector('PostgreSQL', postgres.url, { BOT_KEY: botKey }),
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

/** Milliseconds from sending a form until Slack has the call that posts its card, through the bot as it is run. */
async function measure(server: Server): Promise<number[]> {
  const slack = await startSlack({ channels: [...CHANNELS, '#rest'] });
  await route(server);
  const bot = await startBot(slack, server);
  const times: number[] = [];
  for (let lead = 0; lead < LEADS + WARM_UP; lead += 1) {
    const from = Date.now();
    await sendForm(server, lead % CHANNELS.length);
    times.push((await postedAt(slack, lead)) - from);
    await pause(Math.max(0, from + AT_LEAST_APART_MS - Date.now()));
  }
  await bot.end('SIGTERM');
  await slack.stop();
  return times;
}

/** Each source has a channel of its own. */
async function route({ url }: Server): Promise<void> {
  const rules = CHANNELS.map((channel, index) => ({
    name: channel,
    when: { source: `partner-${index}` },
    then: { channel, deadlineMinutes: 5 },
  }));
  const headers = {
    'Content-Type': 'application/json',
    'If-Match': '"0"',
    Authorization: `Bearer ${adminKey}`,
  };
  const body = JSON.stringify({ rules, pools: [], fallback: { channel: '#rest' } });
  const answer = await fetch(`${url}/v1/settings/routing`, { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(`the routing was not taken: ${await answer.text()}`);
}

async function sendForm({ url, site }: Server, team: number): Promise<void> {
  const nowMs = Date.now();
  const id = timeOrderedId(nowMs);
  const landing = `${origin}/?utm_source=partner-${team}&utm_medium=email`;
  const body = JSON.stringify({
    site,
    submission: timeOrderedId(nowMs),
    visitor: timeOrderedId(nowMs),
    email: `eva@firma-${id.slice(-12)}.de`,
    name: 'Eva Beispiel',
    company: 'Firma GmbH',
    message: 'We would like to see a demo',
    form: { id: 'demo', name: 'Request a demo', url: `${origin}/demo` },
    touches: [{ id, kind: 'touch', at: nowMs, url: landing }],
  });
  const headers = { 'Content-Type': 'application/json', Origin: origin, 'User-Agent': userAgent };
  const answer = await fetch(`${url}/v1/leads`, { method: 'POST', headers, body });
  if (answer.status !== 201) throw new Error(`a form was answered with ${answer.status}`);
}

/** When Slack was asked to post the card of this lead. */
async function postedAt(slack: Slack, lead: number): Promise<number> {
  for (const until = performance.now() + 10_000; performance.now() < until; await pause(1)) {
    const posts = slack.calls('chat.postMessage');
    if (posts.some(({ error }) => error !== null)) throw new Error('a card was not taken');
    const post = posts[lead];
    if (post) return post.at;
  }
  throw new Error('no alert came');
}

await main();
