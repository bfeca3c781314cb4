import type { AttributionSettings, WarningSettings } from '@headwater/contract';
import { dateAt, periodFrom } from '../domain/calendarPeriod.ts';
import { PARTS_OF_A_DEAL } from '../domain/reports/pipelineShares.ts';
import { unknownKey } from '../domain/reports/scope.ts';
import { furthestTier } from '../domain/reports/tierParts.ts';
import type { WarningAnswer, WarningQuestion } from '../domain/reports/warningNumbers.ts';
import { unattributed } from '../domain/attribution/index.ts';
import { firstMonth } from '../domain/warningPeriod.ts';
import type { Measured } from '../domain/warnings.ts';
import type { Db } from '../storage/dialect.ts';
import { economicsFrame, type EconomicsFrame } from './askEconomics.ts';
import type { ReportDeps } from './askReport.ts';
import { readLinksReport } from './readLinksReport.ts';
import { settingsValue } from './settings.ts';
import { silentSites } from './silentSites.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What was measured, and where each kind can be looked up. */
export type Measurement = { measured: Measured[]; reports: Record<Measured['kind'], string> };

type Setting = Awaited<ReturnType<typeof settingOf>>;

/**
 * Measures everything that is warned of, by the settings in force. Writes nothing but the count of links; the thread
 * of reports reads the journeys. Throws Unavailable while it cannot. `looksAtSites`: whether sites that are silent
 * may be held to be.
 */
export async function measureWarnings(deps: ReportDeps, looksAtSites: boolean): Promise<Measurement> {
  const { db, clock, reports } = deps;
  const setting = await settingOf(deps, clock.now());
  const answer = await reports.ask('warnings', setting.attribution.journeys, questionOf(setting));
  return {
    measured: [
      ...ofPipeline(setting.warnings, answer),
      ...ofUnknown(setting.warnings, answer),
      ...ofCosts(setting, answer),
      ...ofTiers(setting, answer),
      ...(await ofLinks(deps, setting)),
      ...(looksAtSites ? await ofSites(db, setting) : []),
    ],
    reports: reportsOf(setting),
  };
}

async function settingOf(deps: ReportDeps, nowMs: number) {
  const { db } = deps;
  const warnings = await settingsValue(db, 'warnings');
  const { timeZone } = await settingsValue(db, 'calendar');
  const first = { ltvCac: firstMonth(nowMs, warnings.ltvCac.months, timeZone), tiers: '' };
  first.tiers = firstMonth(nowMs, warnings.diversification.months, timeZone);
  return {
    nowMs,
    warnings,
    timeZone,
    first,
    attribution: await settingsValue(db, 'attribution'),
    currencies: await settingsValue(db, 'currencies'),
    diversification: await settingsValue(db, 'diversification'),
    frame: await economicsFrame(deps, undefined),
  };
}

function questionOf(setting: Setting): WarningQuestion {
  const { nowMs, warnings, currencies, attribution, first } = setting;
  const { concentration, unknown, ltvCac } = warnings;
  // what happens in this millisecond is part of it
  const until = { toMs: nowMs + 1, filter: {} };
  const inDays = (days: number) => ({ ...until, fromMs: nowMs - days * DAY_MS });
  const byModel = { ...credited(attribution), currencies, nowMs };
  return {
    pipeline: concentration.on ? { ...inDays(concentration.days), ...byModel } : null,
    unknown: unknown.on ? inDays(unknown.days) : null,
    ltvCac: ltvCac.on
      ? {
          ...until,
          fromMs: startOf(setting, first.ltvCac),
          ...byModel,
          spent: spentSince(setting, first.ltvCac),
        }
      : null,
    tiers: tiersCount(setting)
      ? {
          leads: { ...until, fromMs: startOf(setting, first.tiers) },
          spent: spentSince(setting, first.tiers),
        }
      : null,
  };
}

const credited = ({ model, order, transform, lookbackDays, halfLifeDays }: AttributionSettings) => ({
  model,
  order: order ?? (1 as const),
  transform,
  lookbackDays,
  halfLifeDays,
});

const startOf = ({ timeZone }: Setting, month: string): number =>
  periodFrom(dateAt(Date.parse(`${month}-01T00:00:00Z`), 'UTC'), { days: 1 }, timeZone).fromMs;

/** Asks what was spent from a month to this one; months are counted whole, as they are entered. */
function spentSince(setting: Setting, month: string): EconomicsFrame {
  const { frame, attribution, timeZone, nowMs } = setting;
  const toMs = startOf(setting, firstMonth(nowMs, 0, timeZone));
  const scope = { fromMs: startOf(setting, month), toMs, filter: {} };
  return frame({ scope, inForce: { ...attribution, order: attribution.order ?? 1 }, timeZone });
}

/** Nobody who has not sorted their sources wants to hear that all are experiments. */
const tiersCount = ({ warnings, diversification }: Setting): boolean =>
  warnings.diversification.on && Object.keys(diversification.tiers).length > 0;

function ofPipeline({ concentration }: WarningSettings, { pipeline }: WarningAnswer): Measured[] {
  if (!pipeline) return [];
  const { currency, whole, rows } = pipeline;
  const counted = currency === null ? { unit: 'deals', per: PARTS_OF_A_DEAL } : { unit: currency };
  return rows
    .filter(({ source }) => source !== unattributed && source !== unknownKey)
    .map(({ source, part }) => ({
      kind: 'concentration',
      subject: source,
      part,
      whole,
      threshold: concentration.overPercent,
      ...counted,
    }));
}

function ofUnknown({ unknown: setting }: WarningSettings, { unknown }: WarningAnswer): Measured[] {
  if (!unknown) return [];
  const { overPercent: threshold } = setting;
  return [
    { kind: 'unknown', subject: '', part: unknown.unknown, whole: unknown.leads, threshold, unit: 'leads' },
  ];
}

function ofCosts({ warnings, currencies }: Setting, { ltvCac }: WarningAnswer): Measured[] {
  return ltvCac.map(({ source, revenueMinor, costMinor }) => ({
    kind: 'ltvCac',
    subject: source,
    part: revenueMinor,
    whole: costMinor,
    threshold: warnings.ltvCac.under,
    unit: currencies.base,
  }));
}

function ofTiers(setting: Setting, { leadsBySource, spentBySource }: WarningAnswer): Measured[] {
  if (!tiersCount(setting)) return [];
  const { warnings, diversification, currencies } = setting;
  const isSpend = diversification.measure === 'spend';
  // what cannot be added up cannot be compared
  if (isSpend && spentBySource.some(({ amount: { currency } }) => currency !== currencies.base)) return [];
  const amounts = isSpend
    ? spentBySource.map(({ source, amount: { amount } }) => ({ source, amount }))
    : leadsBySource;
  const furthest = furthestTier(amounts, diversification.tiers);
  if (!furthest) return [];
  const { tier, off, whole } = furthest;
  const unit = isSpend ? currencies.base : 'leads';
  const threshold = warnings.diversification.overPoints;
  const about = { kind: 'diversification' as const, subject: '', name: tier, isLow: off < 0 };
  return [{ ...about, part: Math.abs(off), whole, threshold, unit, per: 100 }];
}

async function ofLinks(deps: ReportDeps, { warnings, nowMs }: Setting): Promise<Measured[]> {
  const { on, overPercent: threshold, days } = warnings.links;
  if (!on) return [];
  const from = new Date(nowMs - days * DAY_MS).toISOString();
  const { totals, tagged } = await readLinksReport(deps, { from });
  return [
    { kind: 'links', subject: '', part: totals.touches, whole: tagged.touches, threshold, unit: 'touches' },
  ];
}

async function ofSites(db: Db, { warnings, nowMs }: Setting): Promise<Measured[]> {
  const { on, hours } = warnings.silent;
  if (!on) return [];
  const sites = await silentSites(db, nowMs - hours * HOUR_MS);
  return sites.map(({ key, name, silent }) => {
    const about = { kind: 'silent' as const, subject: key, name };
    return { ...about, part: silent ? 0 : 1, whole: 1, threshold: 1, unit: 'touches' };
  });
}

function reportsOf({ warnings, nowMs, first, attribution }: Setting): Measurement['reports'] {
  const since = (days: number): string => new Date(nowMs - days * DAY_MS).toISOString().slice(0, 10);
  const { concentration, unknown, links } = warnings;
  const model = `&model=${attribution.model}`;
  return {
    concentration: `/v1/reports/attribution?stage=opportunity&groupBy=source${model}&from=${since(concentration.days)}`,
    unknown: `/v1/reports/audit?from=${since(unknown.days)}`,
    ltvCac: `/v1/reports/economics?groupBy=source&from=${first.ltvCac}-01`,
    diversification: `/v1/reports/diversification?from=${first.tiers}-01`,
    links: `/v1/reports/links?from=${since(links.days)}`,
    silent: '/v1/reports/audit',
  };
}
