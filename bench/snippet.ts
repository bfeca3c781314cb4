import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'puppeteer-core';
import { contenderScript, plausible, umami } from '../scripts/contenders.ts';
import { startChromium } from '../test/browser/chromium.ts';
import { median, quantile, round } from './numbers.ts';
import { writeSection } from './readme.ts';

const LOADS = Number(process.env['BENCH_LOADS'] ?? 40);
const WARM_UP = 3;
const SLOWER = 4;
/** How long a page is watched after it has loaded: senders and late starters have done their work by then. */
const WATCHED_MS = 600;
/** https://www.w3.org/TR/longtasks-1/ */
const LONG_TASK_US = 50_000;

/** A script as a website has it, the attributes its tag needs, and what it may load itself. */
type Subject = { name: string; script: string; attributes: string; parts: Record<string, string> };

/** What one load cost the main thread, in milliseconds, and what it forced or blocked. */
type Cost = { startMs: number; startCpuMs: number; allMs: number; forced: number; longTasks: number };

type TraceEvent = {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  /** Processor time of the thread. */
  tdur?: number;
  pid: number;
  tid: number;
  args: { data?: { url?: string }; fileName?: string };
};

/** Interleaved, so that whatever else the machine does meets all alike. */
async function main(): Promise<void> {
  const subjects = await readSubjects();
  const server = await serve(subjects);
  const { browser, stop } = await startChromium();
  const costs = new Map<string, Cost[]>(subjects.map(({ name }) => [name, []]));
  for (let load = -WARM_UP; load < LOADS; load += 1) {
    for (const { name } of subjects) {
      const cost = await measure(browser, `${server.url}/${name}`);
      if (load >= 0) costs.get(name)?.push(cost);
    }
  }
  const text = describe(costs);
  process.stdout.write(`${text}\n`);
  await writeSection('snippet', text);
  await stop();
  server.stop();
}

async function readSubjects(): Promise<Subject[]> {
  const built = (file: string): Promise<string> =>
    readFile(new URL(`../packages/snippet/dist/${file}`, import.meta.url), 'utf8');
  const theirs = await contenderScript(plausible);
  // the module made into the script that a tag loads; it would not run on a local host otherwise
  const call = 'init({ domain: "example.com", endpoint: "/Plausible/api", captureOnLocalhost: true })';
  const script = `(function(){${theirs.replace(/export\s*\{[^}]*\}\s*;?/, '')};${call}})()`;
  return [
    {
      name: 'Headwater',
      script: await built('hw.js'),
      attributes: 'data-site="bench"',
      parts: { 'hw-page.js': await built('hw-page.js') },
    },
    { name: 'Plausible', script, attributes: '', parts: {} },
    { name: 'Umami', script: await contenderScript(umami), attributes: 'data-website-id="0"', parts: {} },
  ];
}

/** Each script beside its page; what they send is accepted. */
async function serve(subjects: Subject[]): Promise<{ url: string; stop: () => void }> {
  const server = createServer(({ url = '' }, answer) => {
    const [, name, file = ''] = new URL(url, 'http://bench').pathname.split('/');
    const subject = subjects.find((one) => one.name === name);
    const script = file === 'script.js' ? subject?.script : subject?.parts[file];
    if (script) answer.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    else if (subject && !file) answer.writeHead(200, { 'Content-Type': 'text/html' }).end(pageWith(subject));
    else answer.writeHead(202, { 'Content-Type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://www.bench.localhost:${(server.address() as AddressInfo).port}`, stop };
}

/** A page with something to lay out, and a form, as a company's website has them. */
function pageWith({ name, attributes }: Subject): string {
  const text = '<section><h2>What it does</h2><p>One line of text after the other.</p></section>'.repeat(300);
  return `<!doctype html><title>Bench</title>
    <script defer src="/${name}/script.js" ${attributes}></script>
    <form action="/"><input name="email" type="email"><button>Send</button></form>${text}`;
}

/** One visit of a visitor nobody has seen before, on a processor four times slower. */
async function measure(browser: Browser, url: string): Promise<Cost> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const session = await page.createCDPSession();
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.tracing.start({ categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await page.goto(`${url}?utm_source=bench&utm_medium=cpc&gclid=1`, { waitUntil: 'load' });
  await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), WATCHED_MS);
  const trace = Buffer.from((await page.tracing.stop()) ?? []).toString();
  await context.close();
  return costOf((JSON.parse(trace) as { traceEvents: TraceEvent[] }).traceEvents, `${url}/`);
}

/** Of the trace, what the scripts below this address did and caused. Microtasks name no script; there is no other. */
function costOf(events: TraceEvent[], folder: string): Cost {
  const complete = events.filter(({ ph }) => ph === 'X');
  const runs = complete.filter(
    ({ name, args }) =>
      name === 'RunMicrotasks' ||
      (/^(EvaluateScript|FunctionCall|v8.evaluateModule)$/.test(name) && addressOf(args).startsWith(folder)),
  );
  const outermost = runs.filter((run) => !runs.some((other) => other !== run && holds(other, run)));
  const evaluated = outermost.filter(
    ({ name, args }) => name === 'EvaluateScript' && addressOf(args) === `${folder}script.js`,
  );
  if (evaluated.length === 0) throw new Error(`${folder}script.js did not run`);
  const forced = complete.filter(
    (event) => /^(Layout|UpdateLayoutTree)$/.test(event.name) && outermost.some((run) => holds(run, event)),
  );
  const tasks = complete.filter(({ name }) => name === 'RunTask');
  const ownTimeIn = (task: TraceEvent): number => sum(outermost.filter((run) => holds(task, run)));
  return {
    startMs: sum(evaluated) / 1000,
    startCpuMs: evaluated.reduce((total, { tdur = 0 }) => total + tdur, 0) / 1000,
    allMs: sum(outermost) / 1000,
    forced: forced.length,
    longTasks: tasks.filter((task) => ownTimeIn(task) > LONG_TASK_US).length,
  };
}

const addressOf = (args: TraceEvent['args']): string => args.data?.url ?? args.fileName ?? '';

const sum = (events: TraceEvent[]): number => events.reduce((total, { dur = 0 }) => total + dur, 0);

const holds = (outer: TraceEvent, inner: TraceEvent): boolean =>
  outer.pid === inner.pid &&
  outer.tid === inner.tid &&
  outer.ts <= inner.ts &&
  outer.ts + (outer.dur ?? 0) >= inner.ts + (inner.dur ?? 0);

function describe(costs: Map<string, Cost[]>): string {
  const of = (name: string, value: (cost: Cost) => number): number[] => (costs.get(name) ?? []).map(value);
  const ours = median(of('Headwater', ({ startMs }) => startMs));
  const lines = [...costs.keys()].map((name) => {
    const starts = of(name, ({ startMs }) => startMs);
    const cells = [
      name,
      round(median(starts)),
      round(quantile(starts, 0.95)),
      (median(starts) / ours).toFixed(2),
      round(median(of(name, ({ startCpuMs }) => startCpuMs))),
      round(median(of(name, ({ allMs }) => allMs))),
      Math.max(...of(name, ({ forced }) => forced)),
      Math.max(...of(name, ({ longTasks }) => longTasks)),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `
| script | start ms, median | p95 | against Headwater | processor ms | all ms, median | most forced layouts | most long tasks |
|---|---:|---:|---:|---:|---:|---:|---:|
${lines.join('\n')}

${LOADS} loads each, of Plausible's \`${plausible.package}\` ${plausible.version} and Umami's \`${umami.package}\` ${umami.version} from npm.`;
}

await main();
