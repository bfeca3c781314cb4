import { writeReport, type ReportForm } from '../actions/writeReport.ts';
import { answerReport, type ReportName } from '../domain/reports/index.ts';
import { createKeptAnswers } from './keptAnswers.ts';
import type { JourneysKind, Mirror } from './mirror.ts';

/**
 * Answers questions from the mirror; one that was answered before at once, unless something changed since: who looks
 * at a page of reports asks for some of them again and again. With a `form` the answer comes written, in bytes that
 * are the caller's own.
 */
export function createAnswers(
  { fresh }: Mirror,
  kept = createKeptAnswers(),
): (name: ReportName, kind: JourneysKind, question: unknown, form: ReportForm | null) => Promise<unknown> {
  let known = -1;
  return async (name, kind, question, form) => {
    const { journeys, version } = await fresh(kind);
    if (version !== known) kept.forget();
    known = version;
    // the ends of time are no JSON, and both are null: each question has them in places of their own
    const key = JSON.stringify([name, kind, question, form]);
    const before = kept.of(key);
    if (before !== undefined) return own(before);
    const answer = answerReport(name, journeys, question);
    const given = form === null ? answer : writeReport(answer, form);
    kept.keep(key, given);
    return own(given);
  };
}

/** What is kept may stand in the bytes from which it was read, which stay here. */
const own = (answer: unknown): unknown => (answer instanceof Uint8Array ? new Uint8Array(answer) : answer);
