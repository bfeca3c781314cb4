import {
  aidaReport,
  attributionQuery,
  attributionReport,
  compareQuery,
  compareReport,
  funnelQuery,
  funnelReport,
  sourcesQuery,
  sourcesReport,
} from '@headwater/contract';
import { Hono } from 'hono';
import { z } from 'zod';
import { askAida } from '../actions/askAida.ts';
import { askReport, type ReportDeps } from '../actions/askReport.ts';
import type { Allow, Authorised } from './auth.ts';
import { describedReport, sendReport } from './reportAnswer.ts';
import { journeyReportRoutes } from './reportsOfJourneys.ts';
import { moneyReportRoutes } from './reportsOfMoney.ts';
import { query } from './validate.ts';
import { warningRoutes } from './warnings.ts';

/** Where leads come from and what becomes of them, over HTTP: each report as JSON or CSV. */
export function reportRoutes(deps: ReportDeps, allow: Allow) {
  const readers = allow('marketing', 'viewer');
  return new Hono<Authorised>()
    .route('/', journeyReportRoutes(deps, allow))
    .route('/', moneyReportRoutes(deps, allow))
    .route('/', warningRoutes(deps, allow))
    .get(
      '/v1/reports/attribution',
      describedReport('What earned the conversions to a stage, under one model', attributionReport),
      readers,
      query(attributionQuery),
      async (c) => {
        const { model, stage, order, groupBy, format, ...rest } = c.req.valid('query');
        const answer = await askReport(deps, 'attribution', rest, ({ scope, inForce }) => ({
          ...scope,
          ...inForce,
          model: model ?? inForce.model,
          order: order ?? inForce.order,
          nowMs: thisMinute(deps),
          stage,
          groupBy,
        }));
        return sendReport(c, 'attribution', format, answer, { stage, groupBy });
      },
    )
    .get(
      '/v1/reports/compare',
      describedReport('What every model says, side by side', compareReport),
      readers,
      query(compareQuery),
      async (c) => {
        const { stage, order, groupBy, format, ...rest } = c.req.valid('query');
        const answer = await askReport(deps, 'compare', rest, ({ scope, inForce }) => ({
          ...scope,
          ...inForce,
          order: order ?? inForce.order,
          nowMs: thisMinute(deps),
          stage,
          groupBy,
        }));
        return sendReport(c, 'compare', format, answer, { stage, groupBy });
      },
    )
    .get(
      '/v1/reports/funnel',
      describedReport(
        'How far leads come, and what is lost between the steps',
        z.union([funnelReport, aidaReport]),
      ),
      readers,
      query(funnelQuery),
      async (c) => {
        const { view, desire, stayedDays, format, ...rest } = c.req.valid('query');
        if (view === 'aida') {
          const aida = await askAida(deps, rest, { desireFrom: desire, stayedDays });
          return sendReport(c, 'aida', format, aida, { view });
        }
        const answer = await askReport(deps, 'funnel', rest, ({ scope }) => scope);
        return sendReport(c, 'funnel', format, answer, {});
      },
    )
    .get(
      '/v1/reports/sources',
      describedReport('The leads that came, by original source, and what became of them', sourcesReport),
      readers,
      query(sourcesQuery),
      async (c) => {
        const { groupBy, format, ...rest } = c.req.valid('query');
        const answer = await askReport(deps, 'sources', rest, ({ scope }) => ({ ...scope, groupBy }));
        return sendReport(c, 'sources', format, answer, { groupBy });
      },
    );
}

/** To the minute: what was asked in it before is answered at once, and lookbacks are days. */
const thisMinute = ({ clock }: ReportDeps): number => Math.floor(clock.now() / 60_000) * 60_000;
