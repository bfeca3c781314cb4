import { answerReport, type ReportName } from '../domain/reports/index.ts';
import type { JourneysKind, Mirror } from './mirror.ts';

/** Answers that are kept: who looks at a page of reports asks for some of them again and again. */
const MOST_ANSWERS = 100;

/** Answers questions from the mirror; one that was answered before at once, unless something changed since. */
export function createAnswers({
  fresh,
}: Mirror): (name: ReportName, kind: JourneysKind, question: unknown) => Promise<unknown> {
  const answers = new Map<string, unknown>();
  let known = -1;
  return async (name, kind, question) => {
    const { journeys, version } = await fresh(kind);
    if (version !== known) answers.clear();
    known = version;
    // the ends of time are no JSON, and both are null: each question has them in places of their own
    const key = JSON.stringify([name, kind, question]);
    if (answers.has(key)) return answers.get(key);
    const answer = answerReport(name, journeys, question);
    const [oldest] = answers.keys();
    if (answers.size >= MOST_ANSWERS && oldest !== undefined) answers.delete(oldest);
    answers.set(key, answer);
    return answer;
  };
}
