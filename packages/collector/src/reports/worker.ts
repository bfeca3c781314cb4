import { parentPort, workerData } from 'node:worker_threads';
import type { ReportName } from '../domain/reports/index.ts';
import { openDatabase } from '../storage/open.ts';
import { createAnswers } from './answers.ts';
import { createMirror, type JourneysKind } from './mirror.ts';

/** A question as the main thread sends it. */
export type Asked = { id: number; name: ReportName; kind: JourneysKind; question: unknown };

/** What comes back for it. An error crosses the threads as its words and its code. */
export type Answered =
  | { id: number; answer: unknown }
  | { id: number; failure: { message: string; code?: string } };

const { databaseUrl } = workerData as { databaseUrl: string };
const answerOf = createAnswers(createMirror(openDatabase(databaseUrl, { readOnly: true, connections: 1 })));
/** One after the other: each sees what was committed before it was asked. */
let before: Promise<void> = Promise.resolve();

parentPort?.on('message', (asked: Asked) => {
  before = answerAfter(before, asked);
});

async function answerAfter(earlier: Promise<void>, asked: Asked): Promise<void> {
  await earlier;
  const answer = await answered(asked);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort?.postMessage(answer);
}

async function answered({ id, name, kind, question }: Asked): Promise<Answered> {
  try {
    return { id, answer: await answerOf(name, kind, question) };
  } catch (error) {
    return { id, failure: failureOf(error) };
  }
}

function failureOf(error: unknown): { message: string; code?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { message: error.message, ...code };
}
