import type { AuditQuery, LinksReport } from '@headwater/contract';
import type { AuditAnswer } from '../domain/reports/audit.ts';
import { askReport, here, type ReportAnswer, type ReportDeps } from './askReport.ts';
import { readLinksReport } from './readLinksReport.ts';
import { readProposals } from './readProposals.ts';
import { settingsValue } from './settings.ts';
import { silentSites } from './silentSites.ts';

const HOUR_MS = 3_600_000;
const FIRST_DAY = '1970-01-01T00:00:00.000Z';

/** How far the other reports can be trusted: what is unknown, unassigned, undecided, unheard. */
export async function readAudit(deps: ReportDeps, asked: Omit<AuditQuery, 'format' | 'part'>) {
  const found = await askAudit(deps, asked);
  if (found.outcome === 'no_period') return found;
  const answer = {
    ...(await found.answer()),
    ...(await ofLinks(deps, found.period, asked.site)),
    ...(await ofDoings(deps)),
  };
  return { ...found, ...here(answer), parts: answer };
}

/** What the leads of the period tell: how many are of unknown source, and who says another than was tracked. */
export async function askAudit(
  deps: ReportDeps,
  { groupBy, ...query }: Omit<AuditQuery, 'format' | 'part'>,
): Promise<ReportAnswer<AuditAnswer>> {
  const { aliases } = await settingsValue(deps.db, 'sources');
  return askReport(deps, 'audit', query, ({ scope }) => ({ ...scope, groupBy, aliases }));
}

/** On SQLite what is added up in this thread keeps landings waiting. */
const apart = (deps: ReportDeps) => ({ ...deps, sums: deps.reports.sums });

async function ofLinks(
  deps: ReportDeps,
  { from, to }: { from: string | null; to: string | null },
  site: string | undefined,
) {
  const period = { from: from ?? FIRST_DAY, to: to ?? undefined };
  const { rows } = await readLinksReport(apart(deps), { ...period, site });
  const links = rows.filter(isUnassigned).map(({ site: of, path, source, medium, campaign, touches }) => {
    return { site: of, path, source, medium, campaign, touches };
  });
  const touches = links.reduce((sum, link) => sum + link.touches, 0);
  return { links, linkTotals: { links: links.length, touches } };
}

const isUnassigned = ({ problems }: LinksReport['rows'][number]): boolean =>
  problems.some(({ fault }) => fault === 'unassigned');

async function ofDoings(deps: ReportDeps) {
  const { silent } = await settingsValue(deps.db, 'warnings');
  const sites = await silentSites(deps.db, deps.clock.now() - silent.hours * HOUR_MS);
  return {
    proposals: await readProposals(apart(deps)),
    sites: sites.map(({ key, name, firstHitAt, silent: isSilent }) => ({
      site: key,
      name,
      firstHitAt: firstHitAt === null ? null : new Date(firstHitAt).toISOString(),
      silent: isSilent,
    })),
  };
}
