import { parentPort, workerData } from 'node:worker_threads';
import { touchSums, type TouchSums } from '../actions/tallyTouches.ts';
import type { ReportForm } from '../actions/writeReport.ts';
import type { ReportName } from '../domain/reports/index.ts';
import { openDatabase } from '../storage/open.ts';
import { createAnswers } from './answers.ts';
import { giveWay } from './giveWay.ts';
import { createMirror, type JourneysKind } from './mirror.ts';

/** A question as the main thread sends it; `form`: how the answer is written, null for the answer itself. */
export type Asked = {
  id: number;
  name: ReportName;
  kind: JourneysKind;
  question: unknown;
  form: ReportForm | null;
};

/** Besides reports the thread adds up tallies: where SQLite does that, everybody waits who uses its connection. */
export type AskedSums = {
  [Name in keyof TouchSums]: { id: number; sums: Name; of: Parameters<TouchSums[Name]> };
}[keyof TouchSums];

/** What comes back for it. An error crosses the threads as its words and its code. */
export type Answered =
  | { id: number; answer: unknown }
  | { id: number; sum: unknown }
  | { id: number; failure: { message: string; code?: string } };

giveWay();
const { databaseUrl } = workerData as { databaseUrl: string };
const db = openDatabase(databaseUrl, { readOnly: true, connections: 1 });
const answerOf = createAnswers(createMirror(db));
const sums = touchSums(db);
/** One after the other: each sees what was committed before it was asked. */
let before: Promise<void> = Promise.resolve();

parentPort?.on('message', (asked: Asked | AskedSums) => {
  before = answerAfter(before, asked);
});

async function answerAfter(earlier: Promise<void>, asked: Asked | AskedSums): Promise<void> {
  await earlier;
  const answer = await answered(asked);
  // what is written changes hands without being copied
  const given = 'answer' in answer && answer.answer instanceof Uint8Array ? [answer.answer.buffer] : [];
  parentPort?.postMessage(answer, given as ArrayBuffer[]);
}

async function answered(asked: Asked | AskedSums): Promise<Answered> {
  const { id } = asked;
  try {
    if ('sums' in asked) return { id, sum: await sumOf(asked) };
    return { id, answer: await answerOf(asked.name, asked.kind, asked.question, asked.form) };
  } catch (error) {
    return { id, failure: failureOf(error) };
  }
}

function sumOf(asked: AskedSums): Promise<unknown> {
  switch (asked.sums) {
    case 'linksBetween':
      return sums.linksBetween(...asked.of);
    case 'sourcesGiven':
      return sums.sourcesGiven(...asked.of);
    case 'fresh':
      return sums.fresh(...asked.of);
  }
}

function failureOf(error: unknown): { message: string; code?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { message: error.message, ...code };
}
