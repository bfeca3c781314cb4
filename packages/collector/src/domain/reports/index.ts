import { aidaReport } from './aida.ts';
import { attributionReport } from './attribution.ts';
import { compareReport } from './compare.ts';
import { cohortsReport } from './cohorts.ts';
import { economicsReport } from './economics.ts';
import { funnelReport } from './funnel.ts';
import type { Journeys } from './journeys.ts';
import { lifecycleReport } from './lifecycle.ts';
import { matrixReport } from './matrix.ts';
import { pathsReport } from './paths.ts';
import { diversificationReport } from './portfolio.ts';
import { reviewReport } from './review.ts';
import { sourcesReport } from './sources.ts';
import { auditReport } from './audit.ts';

/** Every report that is answered from the journeys in memory. To add one: its function here, its route in http/reports.ts. */
const reports = {
  attribution: attributionReport,
  sources: sourcesReport,
  compare: compareReport,
  funnel: funnelReport,
  aida: aidaReport,
  paths: pathsReport,
  cohorts: cohortsReport,
  lifecycle: lifecycleReport,
  economics: economicsReport,
  matrix: matrixReport,
  diversification: diversificationReport,
  review: reviewReport,
  audit: auditReport,
} satisfies Record<string, Report>;

/** Each report has a question of its own, so none may be asked without knowing which it is. */
type Report = (journeys: Journeys, question: never) => { rows: readonly object[] };

export type ReportName = keyof typeof reports;
export type QuestionOf<Name extends ReportName> = Parameters<(typeof reports)[Name]>[1];
export type AnswerOf<Name extends ReportName> = ReturnType<(typeof reports)[Name]>;

/** The answer to a question that was put for this report. */
export function answerReport(name: ReportName, journeys: Journeys, question: unknown): ReturnType<Report> {
  const report: Report = reports[name];
  return report(journeys, question as never);
}
