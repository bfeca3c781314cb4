import type { AttributionSettings, CalendarSettings, MarkovOrder, ReportQuery } from '@headwater/contract';
import { firstMoment } from '../domain/calendar.ts';
import { isoTime } from '../domain/isoTime.ts';
import type { AnswerOf, QuestionOf, ReportName } from '../domain/reports/index.ts';
import type { Scope } from '../domain/reports/scope.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../storage/dialect.ts';
import { settingsValue } from './settings.ts';

/** Who answers reports, somewhere that nothing else waits for. Throws Unavailable while it cannot. */
export type Reports = {
  ask: <Name extends ReportName>(
    name: Name,
    kind: 'person' | 'account',
    question: QuestionOf<Name>,
  ) => Promise<AnswerOf<Name>>;
  stop: () => Promise<void>;
};

export type ReportDeps = { db: Db; clock: Clock; reports: Reports };

/** What a question comes to: the period it names, the journeys it looks at, and what the settings say. */
export type Framed = {
  scope: Scope;
  inForce: AttributionSettings & { order: MarkovOrder };
  timeZone: CalendarSettings['timeZone'];
};

/** `no_period` where it ends before it begins. */
export type ReportAnswer<Answer> =
  | { outcome: 'no_period' }
  | {
      outcome: 'answered';
      period: { from: string | null; to: string | null };
      journeys: 'person' | 'account';
      answer: Answer;
    };

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
  const answer = await reports.ask(
    name,
    kind,
    await questionOf({ scope: { fromMs, toMs, filter }, inForce, timeZone }),
  );
  return {
    outcome: 'answered',
    period: { from: named(fromMs), to: named(toMs) },
    journeys: kind,
    answer,
  };
}

const named = (ms: number): string | null => (Number.isFinite(ms) ? isoTime(ms) : null);
