import type { AttributionSettings, CalendarSettings, MarkovOrder, ReportQuery } from '@headwater/contract';
import { firstMoment } from '../domain/calendar.ts';
import { isoTime } from '../domain/isoTime.ts';
import type { AnswerOf, QuestionOf, ReportName } from '../domain/reports/index.ts';
import type { Scope } from '../domain/reports/scope.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../storage/dialect.ts';
import { settingsValue } from './settings.ts';
import type { TouchSums } from './tallyTouches.ts';
import { writeReport, type ReportForm, type WithRows } from './writeReport.ts';

/** Who answers reports, somewhere that nothing else waits for. Throws Unavailable while it cannot. */
export type Reports = {
  ask: <Name extends ReportName>(
    name: Name,
    kind: 'person' | 'account',
    question: QuestionOf<Name>,
  ) => Promise<AnswerOf<Name>>;
  /** The same answer as text, in UTF-8. */
  write: <Name extends ReportName>(
    name: Name,
    kind: 'person' | 'account',
    question: QuestionOf<Name>,
    form: ReportForm,
  ) => Promise<Uint8Array>;
  /** As far as the database has come that reports are read from. */
  sums: TouchSums;
  stop: () => Promise<void>;
};

export type ReportDeps = { db: Db; clock: Clock; reports: Reports };

/** What a question comes to: the period it names, the journeys it looks at, and what the settings say. */
export type Framed = {
  scope: Scope;
  inForce: AttributionSettings & { order: MarkovOrder };
  timeZone: CalendarSettings['timeZone'];
};

/** An answer that is looked for once it is asked for: to look into it, or written already to send it on. */
type Asked<Answer> = {
  answer: () => Promise<Answer>;
  written: (form: ReportForm) => Promise<Uint8Array>;
};

/** `no_period` where it ends before it begins. */
export type ReportAnswer<Answer> =
  | { outcome: 'no_period' }
  | ({
      outcome: 'asked';
      period: { from: string | null; to: string | null };
      journeys: 'person' | 'account';
    } & Asked<Answer>);

/**
 * Asks a report: `questionOf` makes its question of the period and the settings. A report that is asked after a
 * write was answered knows of that write.
 */
export async function askReport<Name extends ReportName>(
  { db, reports }: Pick<ReportDeps, 'db' | 'reports'>,
  name: Name,
  query: Omit<ReportQuery, 'format'>,
  questionOf: (framed: Framed) => QuestionOf<Name> | Promise<QuestionOf<Name>>,
): Promise<ReportAnswer<AnswerOf<Name>>> {
  const { from, to, journeys, ...filter } = query;
  const { timeZone } = await settingsValue(db, 'calendar');
  const fromMs = from === undefined ? -Infinity : firstMoment(from, timeZone);
  const toMs = to === undefined ? Infinity : firstMoment(to, timeZone);
  if (fromMs > toMs) return { outcome: 'no_period' };
  const settings = await settingsValue(db, 'attribution');
  const inForce = { ...settings, order: settings.order ?? 1 };
  const kind = journeys ?? inForce.journeys;
  const question = await questionOf({ scope: { fromMs, toMs, filter }, inForce, timeZone });
  return {
    outcome: 'asked',
    period: { from: named(fromMs), to: named(toMs) },
    journeys: kind,
    answer: () => reports.ask(name, kind, question),
    written: (form) => reports.write(name, kind, question, form),
  };
}

/** An answer that was put together here, and is small enough to be written here. */
export const here = <Answer extends WithRows>(answer: Answer): Asked<Answer> => ({
  answer: () => Promise.resolve(answer),
  written: (form) => Promise.resolve(writeReport(answer, form)),
});

const named = (ms: number): string | null => (Number.isFinite(ms) ? isoTime(ms) : null);
