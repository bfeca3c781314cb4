import {
  diversificationQuery,
  diversificationReport,
  economicsQuery,
  economicsReport,
  matrixQuery,
  matrixReport,
  reviewQuery,
  reviewReport,
} from '@headwater/contract';
import { Hono } from 'hono';
import { askDiversification } from '../actions/askDiversification.ts';
import { askEconomics, economicsFrame } from '../actions/askEconomics.ts';
import { askReport, type ReportDeps } from '../actions/askReport.ts';
import { askReview } from '../actions/askReview.ts';
import { sourceTiers } from '../actions/sourceTiers.ts';
import type { Allow, Authorised } from './auth.ts';
import { describedReport, sendReport } from './reportAnswer.ts';
import { query } from './validate.ts';

/** The reports that put what sources cost beside what they bring. */
export function moneyReportRoutes(deps: ReportDeps, allow: Allow) {
  const readers = allow('marketing', 'viewer');
  return new Hono<Authorised>()
    .get(
      '/v1/reports/economics',
      describedReport('What leads and customers cost and bring, the best source first', economicsReport),
      readers,
      query(economicsQuery),
      async (c) => {
        const { format, ...rest } = c.req.valid('query');
        const answer = await askEconomics(deps, rest);
        return sendReport(c, 'economics', format, answer, { groupBy: rest.groupBy });
      },
    )
    .get(
      '/v1/reports/matrix',
      describedReport('The sources side by side: volume, quality, speed, cost, value', matrixReport),
      readers,
      query(matrixQuery),
      async (c) => {
        const { model, format, ...rest } = c.req.valid('query');
        const frame = await economicsFrame(deps, model);
        const { tiers } = await sourceTiers(deps.db);
        const answer = await askReport(deps, 'matrix', rest, (framed) => ({ ...frame(framed), tiers }));
        return sendReport(c, 'matrix', format, answer, {});
      },
    )
    .get(
      '/v1/reports/diversification',
      describedReport(
        'How far tiers are from 70-20-10, and the pipeline from one source',
        diversificationReport,
      ),
      readers,
      query(diversificationQuery),
      async (c) => {
        const { format, ...rest } = c.req.valid('query');
        return sendReport(c, 'diversification', format, await askDiversification(deps, rest), {});
      },
    )
    .get(
      '/v1/reports/review',
      describedReport('A quarter beside the one before: the top, what to stop, what was tried', reviewReport),
      readers,
      query(reviewQuery),
      async (c) => {
        const { format, ...rest } = c.req.valid('query');
        return sendReport(c, 'review', format, await askReview(deps, rest), {});
      },
    );
}
