import { Hono } from 'hono';
import { describeRoute, openAPIRouteHandler } from 'hono-openapi';
import type { BlockList } from 'node:net';
import type { Logger } from 'pino';
import type { Deps } from './actions/deps.ts';
import { createIngest } from './actions/ingest.ts';
import { ensureTimers, runTimers } from './actions/runTimers.ts';
import { ensureWarnings, watchWarnings } from './actions/checkWarnings.ts';
import { createSignals } from './actions/signals.ts';
import { createSiteDirectory } from './actions/siteDirectory.ts';
import type { Clock, TestClock } from './clock.ts';
import { createAllow } from './http/auth.ts';
import { createClientReader, createHostReader } from './http/client.ts';
import { limitBody, refuseNul } from './http/body.ts';
import { collectRoutes } from './http/collect.ts';
import { decisionRoutes } from './http/decisions.ts';
import { deliveryRoutes } from './http/deliveries.ts';
import { HttpProblem, answerError, answerProblem } from './http/errors.ts';
import { healthRoutes } from './http/health.ts';
import { leadRoutes } from './http/leads.ts';
import { createLimits } from './http/limits.ts';
import { createMetrics } from './http/metrics.ts';
import { pageRoutes } from './http/pages.ts';
import { createPublicDoor } from './http/publicDoor.ts';
import { createCrossOrigin } from './http/crossOrigin.ts';
import { referralRoutes } from './http/referrals.ts';
import { checkReportParameters } from './http/reportParameters.ts';
import { reportRoutes } from './http/reports.ts';
import { limitReports } from './http/reportsAtOnce.ts';
import { createRefusals } from './http/refusals.ts';
import { createRenewal } from './http/renewal.ts';
import { createSameSite } from './http/sameSite.ts';
import { routingRoutes } from './http/routing.ts';
import { settingsRoutes } from './http/settings.ts';
import { scriptRoutes, type Scripts } from './http/snippet.ts';
import { exportRoutes } from './http/exports.ts';
import { importRoutes } from './http/imports.ts';
import { impressionRoutes } from './http/impressions.ts';
import { spendRoutes } from './http/spend.ts';
import { slackProblemRoutes } from './http/slackProblems.ts';
import { sourceRoutes } from './http/sources.ts';
import { submitRoutes } from './http/submit.ts';
import { testClockRoutes } from './http/testClock.ts';
import type { Reports } from './actions/askReport.ts';
import { createReports } from './reports/thread.ts';
import { canWriteInParallel, type Db } from './storage/dialect.ts';

export type AppParts = {
  db: Db;
  clock: Clock;
  /** The same clock when it may be moved from outside. */
  testClock: TestClock | null;
  log: Logger;
  publicUrl: string;
  /** The database that reports read. */
  reportsUrl: string;
  adminKey: string | null;
  botKey: string | null;
  rateLimit: { ip: number; site: number };
  trustedProxies: BlockList;
  /** The built snippet and widget. */
  scripts: Scripts;
  /** The folder of the built dashboard. */
  pages: string;
};

export type Collector = {
  app: ReturnType<typeof createRoutes>;
  /** Starts what runs beside requests. */
  start: () => Promise<void>;
  /** Answers what was asked and stops; requests that come meanwhile are still answered. */
  stop: () => Promise<void>;
};

/** The type of the keyed interface, for the bot's client. */
export type AppType = Collector['app'];

/** Puts the parts together. Nothing runs before `start`. */
export function createApp(parts: AppParts): Collector {
  const { db, clock, log, publicUrl } = parts;
  const stopping = new AbortController();
  const deps: Deps = { db, clock, log, signals: createSignals(), publicUrl };
  const ingest = createIngest({ ...deps, parallel: canWriteInParallel(db) ? 2 : 1 });
  const reports = createReports({ databaseUrl: parts.reportsUrl, log });
  let timers: Promise<void> = Promise.resolve();
  let warnings: Promise<void> = Promise.resolve();

  return {
    app: createRoutes(parts, { deps, ingest, reports, stop: stopping.signal }),
    start: async () => {
      await ensureTimers(deps);
      timers = runTimers(deps, stopping.signal);
      await ensureWarnings(deps);
      warnings = watchWarnings({ ...deps, reports }, stopping.signal);
    },
    stop: async () => {
      stopping.abort();
      await timers;
      await ingest.drain();
      await reports.stop();
      await warnings;
    },
  };
}

type Running = {
  deps: Deps;
  ingest: ReturnType<typeof createIngest>;
  reports: Reports;
  stop: AbortSignal;
};

function createRoutes(parts: AppParts, { deps, ingest, reports, stop }: Running) {
  const allow = createAllow(parts);
  const metrics = createMetrics();
  const { door, crossOrigin, refusals } = createEntrance(parts);
  const limited = limitReports();
  let slackSeenAt: number | null = null;
  const onLease = (): void => {
    slackSeenAt = deps.clock.now();
  };

  const app = new Hono()
    // before what the others need: this is asked a thousand times as often
    .route('/', collectRoutes({ door, ingest, clock: deps.clock, metrics }))
    .use(refuseNul)
    .use('/v1/*', limitBody)
    .use('/v1/collect', crossOrigin.preflight)
    .use('/v1/leads', crossOrigin.preflight)
    .use('/v1/referrals', crossOrigin.preflight)
    .use('/v1/reports/*', limited)
    .use('/v1/reports/*', checkReportParameters)
    .use('/v1/sources/proposals/*', limited)
    .route('/', submitRoutes({ deps, door, metrics, allow }))
    .route('/', leadRoutes(deps, allow))
    .route('/', decisionRoutes(deps, allow))
    .route('/', deliveryRoutes({ deps, allow, stop, onLease }))
    .route('/', slackProblemRoutes(deps, allow))
    .route('/', referralRoutes(deps, allow, door))
    .route('/', settingsRoutes(deps, allow))
    .route('/', reportRoutes({ db: deps.db, clock: deps.clock, reports }, allow))
    .route('/', routingRoutes(deps, allow))
    .route('/', sourceRoutes({ ...deps, sums: reports.sums }, allow))
    .route('/', spendRoutes(deps, allow))
    .route('/', impressionRoutes(deps, allow))
    .route('/', importRoutes(deps, allow))
    .route('/', exportRoutes(deps, allow))
    .route(
      '/',
      healthRoutes({ deps, allow, ingest, metrics, stop, refusals, slackSeenAt: () => slackSeenAt }),
    )
    .route('/', scriptRoutes(parts.scripts, parts.publicUrl));

  const documentation = apiDocument(parts.publicUrl);
  const described = {
    documentation,
    excludeStaticFile: false,
    defaultValidationErrorResponse: false as const,
  };
  app.get('/openapi.json', describeDocument, openAPIRouteHandler(app, described));
  if (parts.testClock) app.route('/', testClockRoutes(parts.testClock, deps.signals, allow));
  app.route('/', pageRoutes(parts.pages));
  answerProblems(app, parts.log, crossOrigin);
  return app;
}

function answerProblems(
  app: Hono,
  log: Logger,
  { allowProblems }: ReturnType<typeof createCrossOrigin>,
): void {
  app.notFound((c) => answerProblem(c, new HttpProblem(404, 'there is nothing at this address')));
  const answer = answerError(log);
  app.onError(async (error, c) => {
    await allowProblems(c);
    return answer(error, c);
  });
}

/** What every request of the public passes. */
function createEntrance({ db, log, rateLimit, trustedProxies }: AppParts) {
  const sites = createSiteDirectory(db);
  const crossOrigin = createCrossOrigin(sites);
  const refusals = createRefusals(log);
  const door = createPublicDoor({
    sites,
    limits: createLimits(rateLimit),
    clientOf: createClientReader(trustedProxies),
    crossOrigin,
    renewal: createRenewal(createSameSite(createHostReader(trustedProxies))),
    refusals,
  });
  return { door, crossOrigin, refusals };
}

const describeDocument = describeRoute({
  summary: 'This document',
  tags: ['Health'],
  responses: { 200: { description: 'OpenAPI 3.1' } },
});

function apiDocument(publicUrl: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Headwater',
      version: '1',
      description: 'Where leads come from, and who should act on them',
    },
    servers: [{ url: publicUrl }],
    components: { securitySchemes: { key: { type: 'http' as const, scheme: 'bearer' } } },
  };
}
