import { builtLink, instant, line, linkRequest, linksReport } from '@headwater/contract';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Reports } from '../actions/askReport.ts';
import { makeLink } from '../actions/buildLink.ts';
import type { Deps } from '../actions/deps.ts';
import { readLinksFile, readLinksReport } from '../actions/readLinksReport.ts';
import type { Allow, Authorised } from './auth.ts';
import { csvFile } from './csvFile.ts';
import { HttpProblem, wrongField } from './errors.ts';
import { answers, keyNeeded, problems } from './openapi.ts';
import { json, query } from './validate.ts';

const moment = z.union([z.iso.date(), instant], {
  error: 'a day such as 2026-03-09, or a time such as 2026-03-09T08:00:00Z',
});
const linksQuery = z.object({
  from: moment.optional(),
  to: moment.optional(),
  site: line(64).optional(),
  format: z.enum(['json', 'csv']).default('json'),
});
const security = keyNeeded;

const endsBeforeItBegins = ({ from, to }: Pick<z.infer<typeof linksQuery>, 'from' | 'to'>): boolean =>
  from !== undefined && to !== undefined && Date.parse(to) < Date.parse(from);

/** Links that keep the naming convention, and those that do not. */
export function linkRoutes(deps: Deps & Pick<Reports, 'sums'>, allow: Allow) {
  return new Hono<Authorised>()
    .post(
      '/v1/links',
      describeRoute({
        summary: 'Build a link that keeps the naming convention, and say what it will count as',
        tags: ['Sources'],
        security,
        responses: { 200: answers('The link', builtLink), ...problems(401, 403, 422) },
      }),
      allow('marketing', 'sales'),
      json(linkRequest),
      async (c) => {
        const answer = await makeLink(deps.db, c.req.valid('json'));
        if (answer.outcome === 'built') return c.json(answer.link);
        const [first] = answer.errors;
        throw new HttpProblem(422, first ? `${first.path} ${first.message}` : 'the link cannot be built', {
          errors: answer.errors,
        });
      },
    )
    .get(
      '/v1/reports/links',
      describeRoute({
        summary: 'Links by which people came and that break the naming convention',
        tags: ['Reports'],
        security,
        responses: { 200: answers('Links', linksReport), ...problems(401, 403, 422) },
      }),
      allow('marketing', 'viewer'),
      query(linksQuery),
      async (c) => {
        const { format, ...asked } = c.req.valid('query');
        if (endsBeforeItBegins(asked)) throw wrongField('to', 'must not be before from');
        if (format === 'json') return c.json(await readLinksReport(deps, asked));
        return csvFile(c, 'links', await readLinksFile(deps, asked));
      },
    );
}
