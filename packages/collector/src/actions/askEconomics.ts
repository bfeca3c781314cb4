import type { AttributionSettings, EconomicsQuery, EconomicsSettings } from '@headwater/contract';
import { inBase } from '../domain/currency.ts';
import { daysOf } from '../domain/calendarPeriod.ts';
import { endOfMinute } from '../domain/presentMinute.ts';
import type { EconomicsAnswer, EconomicsQuestion } from '../domain/reports/economics.ts';
import type { CreditBy } from '../domain/reports/leadShares.ts';
import { spendBetween } from '../domain/spend.ts';
import type { Db } from '../storage/dialect.ts';
import { countCustomerReferrers } from '../storage/customerReferrers.ts';
import { spendCells } from '../storage/spend.ts';
import { askReport, type Framed, type ReportAnswer, type ReportDeps } from './askReport.ts';
import { settingsValue } from './settings.ts';

/** What leads and customers cost and brought, with the rate of customers who refer. */
export async function askEconomics(
  deps: ReportDeps,
  { model, groupBy, ...query }: Omit<EconomicsQuery, 'format'>,
): Promise<ReportAnswer<EconomicsAnswer>> {
  const frame = await economicsFrame(deps, model);
  return askReport(deps, 'economics', query, async (framed) => {
    const { fromMs, toMs } = framed.scope;
    const referred = await countCustomerReferrers(deps.db, fromMs, toMs);
    return { ...frame(framed), groupBy, referred };
  });
}

export type EconomicsFrame = Omit<EconomicsQuestion, 'groupBy'>;

/**
 * Reads what money questions need besides the journeys, and answers how a framed question becomes one of them.
 * `model`: who is credited; as the settings say where left out.
 */
export async function economicsFrame(
  { db, clock }: Pick<ReportDeps, 'db' | 'clock'>,
  model: CreditBy | undefined,
): Promise<(framed: Framed) => EconomicsFrame> {
  const economics = await settingsValue(db, 'economics');
  const currencies = await settingsValue(db, 'currencies');
  const { families } = await settingsValue(db, 'channels');
  const cells = await everyCost(db);
  const nowMs = endOfMinute(clock.now());
  return ({ scope, inForce, timeZone }) => {
    const { from, to } = daysOf(scope, timeZone);
    return {
      ...scope,
      creditBy: model ?? chosenCredit(economics, inForce),
      lookbackDays: inForce.lookbackDays,
      halfLifeDays: inForce.halfLifeDays,
      costs: spendBetween(cells, from, to).map((cell) => ({
        ...cell,
        amount: inBase(cell.amount, currencies) ?? cell.amount,
      })),
      families,
      currencies,
      economics,
      nowMs,
    };
  };
}

/** By what the settings say leads belong to sources. Markov has no credits of one lead: there the original source counts. */
export const chosenCredit = ({ creditBy }: EconomicsSettings, { model }: AttributionSettings): CreditBy =>
  creditBy === 'original' || model === 'markov' ? 'original' : model;

const everyCost = (db: Db) => spendCells(db, '0000-01', '9999-12');
