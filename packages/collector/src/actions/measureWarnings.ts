import { unattributed } from '../domain/attribution/index.ts';
import { furthestOff } from '../domain/reports/diversification.ts';
import { unknownKey } from '../domain/reports/scope.ts';
import { settled } from '../domain/reports/sums.ts';
import { lastDays, lastMonths } from '../domain/warningPeriod.ts';
import type { Measured } from '../domain/warnings.ts';
import { askDiversification } from './askDiversification.ts';
import { askEconomics, chosenCredit } from './askEconomics.ts';
import type { ReportAnswer, ReportDeps } from './askReport.ts';
import { askAudit } from './readAudit.ts';
import { readLinksReport } from './readLinksReport.ts';
import { settingsValue } from './settings.ts';
import { silentSites } from './silentSites.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What was measured, and where each kind can be looked up. */
export type Measurement = { measured: Measured[]; reports: Record<Measured['kind'], string> };

type Setting = Awaited<ReturnType<typeof settingOf>>;

/**
 * Measures everything that is warned of, by the settings in force: each number is what the report says to which the
 * warning leads, asked in the same words. Writes nothing but the count of links; the thread of reports reads the
 * journeys. Throws Unavailable while it cannot. `looksAtSites`: whether sites that are silent may be held to be.
 */
export async function measureWarnings(deps: ReportDeps, looksAtSites: boolean): Promise<Measurement> {
  const setting = await settingOf(deps);
  return {
    measured: [
      ...(await ofPipeline(deps, setting)),
      ...(await ofUnknown(deps, setting)),
      ...(await ofCosts(deps, setting)),
      ...(await ofTiers(deps, setting)),
      ...(await ofLinks(deps, setting)),
      ...(looksAtSites ? await ofSites(deps, setting) : []),
    ],
    reports: reportsOf(setting),
  };
}

async function settingOf({ db, clock }: ReportDeps) {
  const nowMs = clock.now();
  const { timeZone } = await settingsValue(db, 'calendar');
  const attribution = await settingsValue(db, 'attribution');
  const { tiers, measure } = await settingsValue(db, 'diversification');
  const warnings = await settingsValue(db, 'warnings');
  const { concentration, unknown, ltvCac, diversification, links } = warnings;
  const { journeys } = attribution;
  const model = chosenCredit(await settingsValue(db, 'economics'), attribution);
  const groupBy = 'source' as const;
  return {
    nowMs,
    warnings,
    /** Nobody who has not sorted their sources wants to hear that all are experiments. */
    hasTiers: Object.keys(tiers).length > 0,
    asked: {
      concentration: { model, journeys, ...lastDays(nowMs, concentration.days, timeZone) },
      unknown: { groupBy, journeys, ...lastDays(nowMs, unknown.days, timeZone) },
      ltvCac: { groupBy, model, journeys, ...lastMonths(nowMs, ltvCac.months, timeZone) },
      diversification: {
        measure,
        model,
        journeys,
        ...lastMonths(nowMs, diversification.months, timeZone),
      },
      // links are counted by the day of UTC
      links: { from: dayOf(nowMs - links.days * DAY_MS), to: dayOf(nowMs + DAY_MS) },
    },
  };
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Every period that is asked for here ends after it begins. */
const answerIn = async <Answer>(asking: Promise<ReportAnswer<Answer>>): Promise<Answer | null> => {
  const found = await asking;
  return found.outcome === 'asked' ? found.answer() : null;
};

/** What came from nowhere known is no source. */
const isSource = ({ key }: { key: string }): boolean => key !== unattributed && key !== unknownKey;

async function ofPipeline(deps: ReportDeps, { warnings, asked }: Setting): Promise<Measured[]> {
  const { on, overPercent: threshold } = warnings.concentration;
  const answer = on ? await answerIn(askDiversification(deps, asked.concentration)) : null;
  if (!answer) return [];
  const { rows, total: whole, currency } = answer.concentration;
  const unit = currency ?? 'deals';
  return rows.filter(isSource).map(({ key: subject, amount: part }) => {
    return { kind: 'concentration', subject, part, whole, threshold, unit };
  });
}

async function ofUnknown(deps: ReportDeps, { warnings, asked }: Setting): Promise<Measured[]> {
  const { on, overPercent: threshold } = warnings.unknown;
  const answer = on ? await answerIn(askAudit(deps, asked.unknown)) : null;
  if (!answer) return [];
  const { unknown: part, leads: whole } = answer.totals;
  return [{ kind: 'unknown', subject: '', part, whole, threshold, unit: 'leads' }];
}

async function ofCosts(deps: ReportDeps, { warnings, asked }: Setting): Promise<Measured[]> {
  const { on, under: threshold } = warnings.ltvCac;
  const answer = on ? await answerIn(askEconomics(deps, asked.ltvCac)) : null;
  return (answer?.rows ?? []).filter(isSource).flatMap(({ key: subject, ltvToCac, lifetime, cost }) => {
    if (ltvToCac === null || !lifetime || !cost) return [];
    const numbers = { part: lifetime.amount, whole: cost.amount, unit: cost.currency };
    return [{ kind: 'ltvCac', subject, threshold, ...numbers }];
  });
}

async function ofTiers(deps: ReportDeps, { warnings, asked, hasTiers }: Setting): Promise<Measured[]> {
  const { on, overPoints: threshold } = warnings.diversification;
  const answer = on && hasTiers ? await answerIn(askDiversification(deps, asked.diversification)) : null;
  const furthest = answer && furthestOff(answer.rows);
  if (!answer || !furthest) return [];
  const { tier: name, target, amount, pointsOff } = furthest;
  const of = answer.totals.amount;
  const part = Math.abs(settled(amount * 100 - target * of));
  const about = { kind: 'diversification' as const, subject: '', name, isLow: (pointsOff ?? 0) < 0 };
  return [{ ...about, part, whole: of * 100, threshold, unit: answer.currency ?? 'leads', per: 100 }];
}

async function ofLinks(deps: ReportDeps, { warnings, asked }: Setting): Promise<Measured[]> {
  const { on, overPercent: threshold } = warnings.links;
  if (!on) return [];
  const { totals, tagged } = await readLinksReport({ ...deps, sums: deps.reports.sums }, asked.links);
  return [
    { kind: 'links', subject: '', part: totals.touches, whole: tagged.touches, threshold, unit: 'touches' },
  ];
}

async function ofSites({ db }: ReportDeps, { warnings, nowMs }: Setting): Promise<Measured[]> {
  const { on, hours } = warnings.silent;
  if (!on) return [];
  const sites = await silentSites(db, nowMs - hours * HOUR_MS);
  return sites.map(({ key, name, silent }) => {
    const about = { kind: 'silent' as const, subject: key, name };
    return { ...about, part: silent ? 0 : 1, whole: 1, threshold: 1, unit: 'touches' };
  });
}

function reportsOf({ asked }: Setting): Measurement['reports'] {
  return {
    concentration: address('diversification', asked.concentration),
    unknown: address('audit', asked.unknown),
    ltvCac: address('economics', asked.ltvCac),
    diversification: address('diversification', asked.diversification),
    links: address('links', asked.links),
    silent: '/v1/reports/audit',
  };
}

/** Days, moments and the product's own words: nothing in them is to be escaped. */
const address = (report: string, asked: Record<string, string>): string =>
  `/v1/reports/${report}?${Object.entries(asked)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')}`;
