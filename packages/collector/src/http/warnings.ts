import { auditQuery, auditReport, reportMoment, warningList } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { here, type ReportDeps } from '../actions/askReport.ts';
import { readAudit } from '../actions/readAudit.ts';
import { readWarnings } from '../actions/readWarnings.ts';
import type { Allow, Authorised } from './auth.ts';
import { wrongField } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { describedReport, sendReport } from './reportAnswer.ts';
import { query } from './validate.ts';

const between = z.object({ from: reportMoment.optional(), to: reportMoment.optional() });

/** What marketing is warned of, and how far the reports can be trusted. */
export function warningRoutes(deps: ReportDeps, allow: Allow) {
  const readers = allow('marketing', 'viewer');
  return new Hono<Authorised>()
    .get(
      '/v1/warnings',
      describeRoute({
        summary: 'What marketing was warned of: open, or over again',
        tags: ['Reports'],
        security: keyNeeded,
        responses: { 200: answers('Warnings', warningList), ...problems(401, 403, 422) },
      }),
      readers,
      query(between),
      async (c) => {
        const list = await readWarnings(deps.db, c.req.valid('query'));
        if (list === null) throw wrongField('to', 'must not be before from');
        return c.json(list);
      },
    )
    .get(
      '/v1/reports/audit',
      describedReport('What is unknown of leads, links and sources, and which sites are silent', auditReport),
      readers,
      query(auditQuery),
      async (c) => {
        const { format, part, ...asked } = c.req.valid('query');
        const found = await readAudit(deps, asked);
        if (format === 'csv' && found.outcome === 'asked') {
          const rows = found.parts[part].map((row) => row);
          return sendReport(c, `audit-${part}`, format, { ...found, ...here({ rows }) }, {});
        }
        return sendReport(c, 'audit', format, found, { groupBy: asked.groupBy });
      },
    );
}
