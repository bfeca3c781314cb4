import type { LinkFault, LinksReport } from '@headwater/contract';
import { isoTime } from '../domain/isoTime.ts';
import { checkTags, type Convention } from '../domain/linkConvention.ts';
import { linksFile } from '../domain/linksFile.ts';
import type { LinkTags } from '../domain/linkTags.ts';
import type { LinkTally } from '../storage/tallies.ts';
import type { Deps } from './deps.ts';
import { sourceRules } from './readJourney.ts';
import { settingsValue } from './settings.ts';
import { freshTallies, touchSums, type TouchSums } from './tallyTouches.ts';

const DAY_MS = 86_400_000;

export type LinksQuery = { from?: string | undefined; to?: string | undefined; site?: string | undefined };

/**
 * Tagged links by which people came and that break the convention in force. Counts touches by the day (UTC) on
 * which they were received: from that of `from` until before that of `to`, the last thirty days where they are left
 * out. `sums`: who adds up what was counted, where that is not the database that everybody waits for.
 */
export async function readLinksReport(
  deps: Pick<Deps, 'db' | 'clock'> & { sums?: TouchSums },
  { from, to, site }: LinksQuery,
): Promise<LinksReport> {
  const { db, clock, sums = touchSums(db) } = deps;
  const toMs = to === undefined ? startOfDay(clock.now()) + DAY_MS : endOf(to);
  const fromMs = from === undefined ? toMs - 30 * DAY_MS : startOfDay(Date.parse(from));
  const { fresh, countedUpTo } = await freshTallies(deps, sums);
  const late = fresh.flatMap(({ day, path, ...row }) =>
    path !== null && day >= fromMs && day < toMs && (site === undefined || row.site === site)
      ? [{ ...row, path }]
      : [],
  );
  const links = together([...(await sums.linksBetween(fromMs, toMs, site)), ...late]);
  const convention = { links: await settingsValue(db, 'links'), rules: await sourceRules(db, []) };
  const rows = brokenOnes(links, convention);
  return {
    from: isoTime(fromMs),
    to: isoTime(toMs),
    rows,
    totals: { ...countOf(rows), byFault: byFault(rows) },
    tagged: countOf(links),
    countedUpTo: countedUpTo === null ? null : isoTime(countedUpTo),
  };
}

/** The same as CSV. */
export const readLinksFile = async (
  deps: Parameters<typeof readLinksReport>[0],
  asked: LinksQuery,
): Promise<string> => linksFile(await readLinksReport(deps, asked));

const startOfDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;
/** A moment within a day asks for that day too. */
const endOf = (to: string): number => Math.ceil(Date.parse(to) / DAY_MS) * DAY_MS;

function together(tallies: readonly LinkTally[]): LinkTally[] {
  const groups = Map.groupBy(tallies, ({ site, path, tags }) => JSON.stringify([site, path, tags]));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, touches: same.reduce((sum, { touches }) => sum + touches, 0) }] : [];
  });
}

type Row = LinksReport['rows'][number];

function brokenOnes(links: readonly LinkTally[], convention: Convention): Row[] {
  const checked = new Map<string, ReturnType<typeof checkTags>>();
  return links
    .flatMap(({ site, path, tags: words, touches }) => {
      const tags = JSON.parse(words) as LinkTags;
      const known = checked.get(words) ?? checkTags(tags, convention);
      checked.set(words, known);
      if (known.problems.length === 0) return [];
      const { source = null, medium = null, campaign = null, content = null, term = null } = tags;
      return [{ site, path, source, medium, campaign, content, term, touches, ...known }];
    })
    .toSorted((one, other) => other.touches - one.touches || (sortKey(one) < sortKey(other) ? -1 : 1));
}

const sortKey = (row: Row): string => JSON.stringify({ ...row, touches: 0 });

const countOf = (rows: readonly { touches: number }[]): { links: number; touches: number } => ({
  links: rows.length,
  touches: rows.reduce((sum, { touches }) => sum + touches, 0),
});

function byFault(rows: readonly Row[]): LinksReport['totals']['byFault'] {
  const faults = rows.flatMap((row) =>
    [...new Set(row.problems.map(({ fault }) => fault))].map((fault) => ({ fault, row })),
  );
  const groups = Map.groupBy(faults, ({ fault }) => fault);
  const entries = [...groups].map(([fault, same]): [LinkFault, ReturnType<typeof countOf>] => [
    fault,
    countOf(same.map(({ row }) => row)),
  ]);
  return Object.fromEntries(entries);
}
