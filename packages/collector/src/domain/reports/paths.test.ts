import fc from 'fast-check';
import { expect, it } from 'vitest';
import { transformPath } from '../attribution/index.ts';
import { eachConversion } from './credits.ts';
import { groupBy } from './grouping.ts';
import { UNKNOWN, type Journeys } from './journeys.ts';
import { otherPaths, pathsReport, type PathsQuestion } from './paths.ts';
import { journeysOf, someLeads } from './reports.samples.ts';

const someQuestion: fc.Arbitrary<PathsQuestion> = fc.record({
  fromMs: fc.constant(-Infinity),
  toMs: fc.constant(Infinity),
  filter: fc.constant({}),
  groupBy: fc.constantFrom('channel', 'family', 'country'),
  stage: fc.constantFrom('lead' as const, 'opportunity' as const, 'customer' as const),
  lookbackDays: fc.constantFrom(30, 365),
  halfLifeDays: fc.constant(7),
  transform: fc.constantFrom('none' as const, 'exposure' as const, 'unique' as const, 'first' as const),
  limit: fc.integer({ min: 1, max: 8 }),
});

/** The path of each conversion as a list of names. */
function namedPaths(journeys: Journeys, question: PathsQuestion): string[][] {
  const { keys, groupOf } = groupBy(journeys, question.groupBy);
  const paths: string[][] = [];
  eachConversion(journeys, question, (row, { sources }) => {
    const walked = sources.length === 0 ? [UNKNOWN] : sources;
    const names = walked.map((source) => keys[groupOf(row, source)] ?? '');
    paths.push(transformPath(names, question.transform));
  });
  return paths;
}

/** How often each text is there, the most frequent first; of equal ones that which came first. */
const counted = (texts: readonly string[]): [string, number][] => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
};

it('shows the paths that most conversions went, by name where as many went them, and adds up the others', () => {
  fc.assert(
    fc.property(someLeads, someQuestion, (leads, question) => {
      const journeys = journeysOf(leads);
      const paths = namedPaths(journeys, question);
      const all = counted(paths.map((path) => path.join('\n')).toSorted());
      const { rows, totals } = pathsReport(journeys, question);
      const shown = rows.map(({ path, conversions }) => [path.join('\n'), conversions]);
      const others = all.slice(question.limit).reduce((sum, [, conversions]) => sum + conversions, 0);
      expect(shown).toEqual([...all.slice(0, question.limit), ...(others > 0 ? [[otherPaths, others]] : [])]);
      expect(totals).toMatchObject({ conversions: paths.length, paths: all.length });
    }),
    { numRuns: 300 },
  );
});
