import { csvOf } from './csvOf.ts';

/** How the answer to a report is sent: the whole of it as JSON, or its rows as CSV. */
export type ReportForm = 'json' | 'csv';

export type WithRows = { rows: readonly object[] };

/** The answer as text, in UTF-8. Tens of thousands of rows take long: call it where nothing else waits. */
export const writeReport = (answer: WithRows, form: ReportForm): Uint8Array =>
  Buffer.from(form === 'json' ? JSON.stringify(answer) : csvOf(answer.rows));
