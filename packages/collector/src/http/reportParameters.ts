import {
  attributionQuery,
  auditQuery,
  diversificationQuery,
  funnelQuery,
  lifecycleQuery,
  pathsQuery,
  referralsQuery,
  reportFilter,
  reviewQuery,
} from '@headwater/contract';
import { createMiddleware } from 'hono/factory';
import { HttpProblem } from './errors.ts';

const queries = [
  attributionQuery,
  auditQuery,
  diversificationQuery,
  funnelQuery,
  lifecycleQuery,
  pathsQuery,
  referralsQuery,
  reviewQuery,
];
/** What any report takes. */
const known = new Set(queries.flatMap(({ shape }) => Object.keys(shape)));
const filters = new Set(Object.keys(reportFilter.shape));
/** Reports that are not about leads, with the filters that they take all the same. */
const fewFilters: ReadonlyMap<string, readonly string[]> = new Map([
  ['links', ['site']],
  ['referrals', []],
]);

/** 422 for a parameter that would be passed over: a filter that is misspelt, or that a report cannot know. */
export const checkReportParameters = createMiddleware(async (c, next) => {
  const few = fewFilters.get(c.req.path.slice(c.req.path.lastIndexOf('/') + 1));
  const errors = Object.keys(c.req.queries()).flatMap((path) => {
    if (!known.has(path)) return [{ path, message: 'no report takes this' }];
    if (few === undefined || few.includes(path) || !filters.has(path)) return [];
    return [{ path, message: 'this report cannot be filtered by this' }];
  });
  if (errors.length > 0) throw new HttpProblem(422, `${errors[0]?.path}: ${errors[0]?.message}`, { errors });
  await next();
});
