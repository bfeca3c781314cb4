import type { ReportQuery } from '@headwater/contract';
import type { CreditBy } from '../domain/reports/leadShares.ts';
import type { DiversificationAnswer } from '../domain/reports/portfolio.ts';
import { economicsFrame } from './askEconomics.ts';
import { askReport, type ReportAnswer, type ReportDeps } from './askReport.ts';
import { sourceTiers } from './sourceTiers.ts';

export type DiversificationRequest = Omit<ReportQuery, 'format'> & {
  model?: CreditBy | undefined;
  measure?: 'spend' | 'leads' | undefined;
};

/** How far tiers of sources are from 70-20-10, and who holds the pipeline; as the settings say where left out. */
export async function askDiversification(
  deps: ReportDeps,
  { model, measure, ...query }: DiversificationRequest,
): Promise<ReportAnswer<DiversificationAnswer>> {
  const frame = await economicsFrame(deps, model);
  const chosen = await sourceTiers(deps.db);
  return askReport(deps, 'diversification', query, (framed) => ({
    ...frame(framed),
    tiers: chosen.tiers,
    measure: measure ?? chosen.measure,
  }));
}
