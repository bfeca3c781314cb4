import type { Source } from '@headwater/contract';
import { groupBy, type Dimension } from './grouping.ts';
import { heardFromSource, namesTracked } from './heardFrom.ts';
import { TOUCH, UNKNOWN, type Journeys } from './journeys.ts';
import { unknownKey, type Scope } from './scope.ts';
import { eachLead } from './sources.ts';
import { rate } from './sums.ts';
import type { Aliases } from '../naming.ts';

export type AuditQuestion = Scope & { groupBy: Dimension; aliases: Aliases };

const counted = ['leads', 'unknown', 'withoutTouch', 'asked', 'agreeing', 'differing', 'unclear'] as const;
type Says = 'agreeing' | 'differing' | 'unclear';
export type AuditCounts = Record<(typeof counted)[number], number>;
export type AuditFigures = AuditCounts & { unknownShare: number | null };
type MatrixRow = { tracked: string; reported: string; says: Says; leads: number };

export type AuditAnswer = {
  rows: ({ key: string } & AuditFigures)[];
  totals: AuditFigures;
  matrix: MatrixRow[];
};

/** What a self-report says that names no source. */
const unclearKey = '(unclear)';

/** What is not known of the leads that came in the period, and whether they say the same as their touches. */
export function auditReport(journeys: Journeys, question: AuditQuestion): AuditAnswer {
  const grouping = groupBy(journeys, question.groupBy);
  const groups = new Map<string, AuditCounts>();
  const matrix = new Map<string, MatrixRow>();
  const reportedBy = selfReports(journeys, question.aliases);
  const comparison = createComparison(journeys);
  eachLead(journeys, question, (row, original) => {
    const source = journeys.sources[original];
    const key = grouping.keys[grouping.groupOf(row, original)] ?? unknownKey;
    const counts = groups.get(key) ?? none();
    groups.set(key, counts);
    counts.leads += 1;
    if (isUnknown(source)) counts.unknown += 1;
    if ((journeys.touches.count[row] ?? 0) === 0) counts.withoutTouch += 1;
    const reported = reportedBy(row);
    if (reported === undefined) return;
    const says = comparison(row, reported);
    counts.asked += 1;
    counts[says] += 1;
    addTo(matrix, { tracked: source?.source ?? unknownKey, reported: reported ?? unclearKey, says });
  });
  return {
    rows: [...groups]
      .map(([key, counts]) => ({ key, ...figures(counts) }))
      .toSorted((a, b) => b.leads - a.leads || (a.key < b.key ? -1 : 1)),
    totals: figures(sumOf([...groups.values()])),
    matrix: [...matrix.values()].toSorted((a, b) => b.leads - a.leads || (cellKey(a) < cellKey(b) ? -1 : 1)),
  };
}

/** True where nothing named a source, a placeholder did, or no channel takes it. Direct is known. */
function isUnknown(source: Source | undefined): boolean {
  return source === undefined || source.source === null || source.channel === 'Unassigned';
}

/** What each lead said: undefined where they were not asked, null where they named nothing that is known. */
function selfReports(journeys: Journeys, aliases: Aliases): (row: number) => string | null | undefined {
  const tracked = trackedSources(journeys);
  const read = new Map<number, string | null>();
  return (row) => {
    const place = journeys.heardFrom[row] ?? UNKNOWN;
    const known = read.get(place);
    if (known !== undefined) return known;
    const answer = journeys.names[place];
    if (answer === undefined || answer.trim() === '') return undefined;
    const source = heardFromSource(answer, aliases, tracked);
    read.set(place, source);
    return source;
  };
}

/** The names of the sources of leads that count; `journeys.sources` also has what nobody is of any more. */
function trackedSources({ size, counted: counts, original, touches, sources }: Journeys): Set<string> {
  const { cells, start, count } = touches;
  const isOfLead = new Uint8Array(sources.length);
  for (let row = 0; row < size; row += 1) {
    if (counts[row] !== 1) continue;
    isOfLead[original[row] ?? UNKNOWN] = 1;
    const from = start[row] ?? 0;
    for (let cell = from; cell < from + (count[row] ?? 0) * TOUCH; cell += TOUCH)
      isOfLead[cells[cell + 1] ?? UNKNOWN] = 1;
  }
  return new Set(sources.flatMap(({ source }, place) => (isOfLead[place] === 1 ? (source ?? []) : [])));
}

/** The places of the original source of a lead and of those of its touches; UNKNOWN where nothing is known. */
function* sourcesOf({ original, touches }: Journeys, row: number): Generator<number> {
  yield original[row] ?? UNKNOWN;
  const from = touches.start[row] ?? 0;
  for (let cell = from; cell < from + (touches.count[row] ?? 0) * TOUCH; cell += TOUCH)
    yield touches.cells[cell + 1] ?? UNKNOWN;
}

/** Whether somebody says a source of their journey. Who says which is asked once: many say the same of the same. */
function createComparison(journeys: Journeys): (row: number, reported: string | null) => Says {
  const answers = new Map<string, Map<number, boolean>>();
  return (row, reported) => {
    if (reported === null) return 'unclear';
    let known = answers.get(reported);
    if (!known) answers.set(reported, (known = new Map()));
    for (const place of sourcesOf(journeys, row)) {
      const tracked = journeys.sources[place];
      const isNamed = known.get(place) ?? (tracked !== undefined && namesTracked(reported, tracked));
      known.set(place, isNamed);
      if (isNamed) return 'agreeing';
    }
    return 'differing';
  };
}

const cellKey = ({ tracked, reported, says }: Omit<MatrixRow, 'leads'>): string =>
  JSON.stringify([tracked, reported, says]);

function addTo(matrix: Map<string, MatrixRow>, cell: Omit<MatrixRow, 'leads'>): void {
  const known = matrix.get(cellKey(cell));
  if (known) known.leads += 1;
  else matrix.set(cellKey(cell), { ...cell, leads: 1 });
}

const none = (): AuditCounts => ({
  leads: 0,
  unknown: 0,
  withoutTouch: 0,
  asked: 0,
  agreeing: 0,
  differing: 0,
  unclear: 0,
});

function sumOf(all: readonly AuditCounts[]): AuditCounts {
  const sum = none();
  for (const counts of all) for (const name of counted) sum[name] += counts[name];
  return sum;
}

const figures = (counts: AuditCounts): AuditFigures => ({
  ...counts,
  unknownShare: rate(counts.unknown, counts.leads),
});
