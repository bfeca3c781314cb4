import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Reports } from '../src/actions/askReport.ts';
import { createAllow } from '../src/http/auth.ts';
import { reportRoutes } from '../src/http/reports.ts';
import { createReports } from '../src/reports/thread.ts';
import { enterLead, euros } from './reporting.ts';
import { asAdmin, day, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
let reports: Reports;
const questions: string[] = [];
beforeAll(async () => {
  collector = await startCollector();
  reports = createReports({ databaseUrl: collector.databaseUrl, log: pino({ level: 'silent' }) });
  const cell = { month: '2026-03', by: 'source', key: 'linkedin', kind: 'ads', amount: euros(90) };
  await collector.ask('PUT', '/v1/spend', cell, asAdmin);
});
afterAll(async () => {
  await reports.stop();
  await collector.stop();
});

/** The answer to a report, whose question is noted as the thread of reports gets it. */
// oxlint-disable-next-line typescript/no-explicit-any -- the answers of several reports
async function ask(path: string): Promise<any> {
  const noted: Reports['write'] = (name, kind, question, form) => {
    questions.push(JSON.stringify([name, kind, question]));
    return reports.write(name, kind, question, form);
  };
  const { db, clock, adminKey } = collector;
  const deps = { db, clock, reports: { ...reports, write: noted } };
  const routes = reportRoutes(deps, createAllow({ db, adminKey, botKey: null }));
  const answer = await routes.request(`/v1/reports/${path}`, { headers: asAdmin });
  expect(answer.status).toBe(200);
  return answer.json();
}

const second = 1_000;
const minute = 60 * second;

it.each([
  'economics',
  'matrix',
  'diversification',
  'review',
  'review?from=2026-01-01',
  'lifecycle',
  'funnel?view=aida',
])('asks %s with the same words all through a minute', async (path) => {
  questions.length = 0;
  for (const after of [7 * second, 43 * second, minute]) {
    collector.clock.set(tuesday + after);
    await ask(path);
  }
  expect(new Set(questions).size).toBe(1);
  collector.clock.set(tuesday + minute + second);
  await ask(path);
  expect(new Set(questions).size).toBe(2);
});

it('knows who came and bought a moment ago', async () => {
  const now = tuesday + 10 * minute + 20 * second;
  collector.clock.set(now);
  const countsOf = async () => {
    const { totals } = await ask('lifecycle');
    const review = await ask(`review?from=${new Date(tuesday - day).toISOString()}`);
    return [totals.people, totals.customers.repeat, review.totals.customers];
  };
  const [people, repeat, customers] = await countsOf();
  const revenue = (at: number) => ({ stage: 'customer', at, revenue: euros(100) });
  const bought = [revenue(now - 2 * second), revenue(now - second)];
  await enterLead(collector.ask, { at: now - 3 * second, stages: bought });
  expect(await countsOf()).toEqual([people + 1, repeat + 1, customers + 1]);
});
