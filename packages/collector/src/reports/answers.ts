import { answerReport, type ReportName } from '../domain/reports/index.ts';
import { createKeptAnswers } from './keptAnswers.ts';
import type { JourneysKind, Mirror } from './mirror.ts';

/**
 * Answers questions from the mirror; one that was answered before at once, unless something changed since: who looks
 * at a page of reports asks for some of them again and again.
 */
export function createAnswers(
  { fresh }: Mirror,
  kept = createKeptAnswers(),
): (name: ReportName, kind: JourneysKind, question: unknown) => Promise<unknown> {
  let known = -1;
  return async (name, kind, question) => {
    const { journeys, version } = await fresh(kind);
    if (version !== known) kept.forget();
    known = version;
    // the ends of time are no JSON, and both are null: each question has them in places of their own
    const key = JSON.stringify([name, kind, question]);
    const before = kept.of(key);
    if (before !== undefined) return before;
    const answer = answerReport(name, journeys, question);
    kept.keep(key, answer);
    return answer;
  };
}
