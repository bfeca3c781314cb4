/**
 * What is counted of a visitor, as it is stored. Times are those of receipt, epoch milliseconds. `first_source` and
 * `path` are places in visitor_sources: of the first touch, and of the newest touches in order, with commas between.
 */
export type CountedVisitor = {
  visitor: string;
  site: string | null;
  first_at: number;
  last_at: number;
  first_source: number;
  path: string;
  touches: number;
  has_read: 0 | 1;
};

/** A path is no longer than this: whoever came more often is known by the newest touches. */
const MOST_STEPS = 50;

/** A visitor after one more touch; touches are given in the order in which they were received. */
export function countTouch(
  before: CountedVisitor | undefined,
  { visitor, site, at, source }: { visitor: string; site: string | null; at: number; source: number },
): CountedVisitor {
  if (!before)
    return {
      visitor,
      site,
      first_at: at,
      last_at: at,
      first_source: source,
      path: String(source),
      touches: 1,
      has_read: 0,
    };
  const steps = [...before.path.split(','), String(source)];
  return {
    ...before,
    last_at: at,
    path: steps.slice(-MOST_STEPS).join(','),
    touches: before.touches + 1,
  };
}
