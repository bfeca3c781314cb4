import { economicsQuery, economicsReport } from '@headwater/contract';
import { Hono } from 'hono';
import { economicsFrame } from '../actions/askEconomics.ts';
import { askReport, type ReportDeps } from '../actions/askReport.ts';
import type { Allow, Authorised } from './auth.ts';
import { describedReport, sendReport } from './reportAnswer.ts';
import { query } from './validate.ts';

/** The reports that put what sources cost beside what they bring. */
export function moneyReportRoutes(deps: ReportDeps, allow: Allow) {
  const readers = allow('marketing', 'viewer');
  return new Hono<Authorised>().get(
    '/v1/reports/economics',
    describedReport('What leads and customers cost and bring, the best source first', economicsReport),
    readers,
    query(economicsQuery),
    async (c) => {
      const { model, groupBy, format, ...rest } = c.req.valid('query');
      const frame = await economicsFrame(deps, model);
      const answer = await askReport(deps, 'economics', rest, (framed) => ({ ...frame(framed), groupBy }));
      return sendReport(c, 'economics', format, answer, { groupBy });
    },
  );
}
