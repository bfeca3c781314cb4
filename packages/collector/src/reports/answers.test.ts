import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Journeys } from '../domain/reports/journeys.ts';
import { journeysOf, someLeads } from '../domain/reports/reports.samples.ts';
import { createAnswers } from './answers.ts';
import { createKeptAnswers } from './keptAnswers.ts';

const question = { fromMs: -Infinity, toMs: Infinity, filter: {}, groupBy: 'channel' };
const from = (fromMs: number) => ({ ...question, fromMs });
const [leads = []] = fc.sample(someLeads, { numRuns: 1, seed: 2 });

/** Journeys that say how often a report read them. */
function watched(): { journeys: Journeys; reads: () => number } {
  let reads = 0;
  const journeys = journeysOf(leads);
  const { reachedAt } = journeys;
  Object.defineProperty(journeys, 'reachedAt', { get: () => ((reads += 1), reachedAt) });
  return { journeys, reads: () => reads };
}

function start(mostBytes?: number) {
  const { journeys, reads } = watched();
  const now = { version: 0 };
  const fresh = () => Promise.resolve({ journeys, version: now.version });
  const ask = createAnswers({ fresh }, createKeptAnswers(mostBytes));
  /** The answer, and whether it was calculated for it. */
  const asked = async (asking: object) => {
    const before = reads();
    const answer = await ask('sources', 'person', asking, null);
    return { answer, isCalculated: reads() > before };
  };
  return { asked, now };
}

it('answers the same question once, until something changed', async () => {
  const { asked, now } = start();
  const first = await asked(question);
  expect(first.isCalculated).toBe(true);
  expect(await asked(question)).toEqual({ answer: first.answer, isCalculated: false });
  expect((await asked(from(1))).isCalculated).toBe(true);
  now.version = 1;
  expect((await asked(question)).isCalculated).toBe(true);
});

it('keeps answers in so many bytes, those that were asked for last', async () => {
  const { asked } = start(20_000);
  for (let n = 0; n < 30; n += 1) {
    await asked(from(n));
    await asked(question);
  }
  const kept: boolean[] = [];
  for (let n = 29; n >= 0; n -= 1) kept.push(!(await asked(from(n))).isCalculated);
  expect(kept[0]).toBe(true);
  expect(kept.at(-1)).toBe(false);
  expect((await asked(from(0))).isCalculated).toBe(false);
});

it('does not let the questions asked most often go', async () => {
  const { asked } = start(20_000);
  await asked(question);
  for (let n = 0; n < 30; n += 1) {
    await asked(from(n));
    expect((await asked(question)).isCalculated).toBe(false);
  }
});

it('does not keep an answer that is larger than all may be, and keeps the others', () => {
  const { of, keep } = createKeptAnswers(2_000);
  keep('small', { rows: [1] });
  keep('large', 'x'.repeat(5_000));
  expect([of('small'), of('large')]).toEqual([{ rows: [1] }, undefined]);
});

it('counts an answer that is kept again once', () => {
  const { of, keep } = createKeptAnswers(2_000);
  keep('other', 1);
  for (let n = 0; n < 10; n += 1) keep('again', n);
  expect([of('other'), of('again')]).toEqual([1, 9]);
});

it('keeps what many questions bring within its bytes', () => {
  const { of, keep } = createKeptAnswers(100_000);
  const questions = Array.from({ length: 100 }, (_, n) => `question ${n}`);
  for (const each of questions) keep(each, 'x'.repeat(9_000));
  expect(questions.filter((each) => of(each) !== undefined)).toHaveLength(10);
});

it('keeps the ends of time and what is not known', () => {
  const { of, keep } = createKeptAnswers();
  const answer = { from: -Infinity, share: null, rows: [{ value: undefined, at: Number.NaN }] };
  keep('ends', answer);
  expect(of('ends')).toStrictEqual(answer);
});
