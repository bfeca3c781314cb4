import { uuidv7 } from '../ids.ts';
import { ask } from './api.ts';
import { problemsOf, refusedFields, type Field, type Problems, type Values } from './fields.ts';
import { tell, type Host } from './host.ts';

/** A form, where it goes, and what becomes of it. */
export interface Sendable {
  fields: Field[];
  /** Path below the collector's `/v1/`, and the body of a POST. */
  request: (values: Values, submission: string) => [path: string, body?: string];
  /** What is shown once it was taken. */
  next: (content: unknown, values: Values) => Partial<Host>;
}

/** Checks a form and sends it. Where that fails it stays as it was typed. One that nobody submitted moves no focus. */
export async function sendForm(
  host: Host,
  { fields, request, next }: Sendable,
  { target, submitter }: SubmitEvent,
): Promise<void> {
  const { words, place, show } = host;
  if (host.isSending) return;
  const refuse = (problems: Problems, failure = ''): void =>
    show({ problems, failure, isSending: false }, submitter && '[aria-invalid=true]');
  const values = Object.fromEntries(new FormData(target as HTMLFormElement)) as Values;
  const problems = problemsOf(fields, values, words);
  if (!isEmpty(problems)) return refuse(problems);

  show({ problems, failure: '', isSending: true });
  const submission = submissionOf(host, values);
  const [path, body] = request(values, submission);
  const answer = await ask(place.api + path, body);
  if ('content' in answer) {
    show({ ...next(answer.content, values), isSending: false }, submitter && 'h2');
    if (body) tell(host, 'sent', { submission });
    return;
  }
  const refused = refusedFields(fields, answer.errors, words);
  refuse(refused, isEmpty(refused) ? words.failed : '');
}

const isEmpty = (problems: Problems): boolean => Object.keys(problems).length === 0;

/** The same id at each attempt, so that one whose answer was lost counts once, until something else is typed. */
function submissionOf(host: Host, values: Values): string {
  const tried = JSON.stringify(values);
  const submission = (host.tried === tried && host.submission) || uuidv7(Date.now());
  Object.assign(host, { tried, submission });
  return submission;
}
