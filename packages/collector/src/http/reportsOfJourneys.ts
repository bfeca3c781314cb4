import {
  cohortsQuery,
  cohortsReport,
  lifecycleQuery,
  lifecycleReport,
  pathsQuery,
  pathsReport,
} from '@headwater/contract';
import { Hono } from 'hono';
import { askLifecycle } from '../actions/askLifecycle.ts';
import { askReport, type ReportDeps } from '../actions/askReport.ts';
import type { Allow, Authorised } from './auth.ts';
import { describedReport, sendReport } from './reportAnswer.ts';
import { query } from './validate.ts';

/** The reports that look at journeys as a whole. */
export function journeyReportRoutes(deps: ReportDeps, allow: Allow) {
  const readers = allow('marketing', 'viewer');
  return new Hono<Authorised>()
    .get(
      '/v1/reports/paths',
      describedReport('The ways conversions went, how long they were and how long they took', pathsReport),
      readers,
      query(pathsQuery),
      async (c) => {
        const { stage, groupBy, transform, limit, format, ...rest } = c.req.valid('query');
        const answer = await askReport(deps, 'paths', rest, ({ scope, inForce }) => ({
          ...scope,
          lookbackDays: inForce.lookbackDays,
          halfLifeDays: inForce.halfLifeDays,
          stage,
          groupBy,
          transform,
          limit,
        }));
        return sendReport(c, 'paths', format, answer, { stage, groupBy });
      },
    )
    .get(
      '/v1/reports/cohorts',
      describedReport('Leads by the month of their first touch, and what became of them', cohortsReport),
      readers,
      query(cohortsQuery),
      async (c) => {
        const { format, ...rest } = c.req.valid('query');
        const answer = await askReport(deps, 'cohorts', rest, ({ scope, timeZone }) => ({
          ...scope,
          timeZone,
        }));
        return sendReport(c, 'cohorts', format, answer, {});
      },
    )
    .get(
      '/v1/reports/lifecycle',
      describedReport('Where people stand in the lifecycle, and who came back', lifecycleReport),
      readers,
      query(lifecycleQuery),
      async (c) => {
        const { quietDays, lapsedDays, format, ...rest } = c.req.valid('query');
        const answer = await askLifecycle(deps, rest, { quietDays, lapsedDays });
        return sendReport(c, 'lifecycle', format, answer, {});
      },
    );
}
