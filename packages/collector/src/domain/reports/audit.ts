import type { Source } from '@headwater/contract';
import { groupBy, type Dimension } from './grouping.ts';
import { heardFromSource, namesTracked } from './heardFrom.ts';
import { UNKNOWN, type Journeys } from './journeys.ts';
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
    const says = comparison(reported, source);
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
  const tracked = new Set(journeys.sources.flatMap(({ source }) => source ?? []));
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

function comparison(reported: string | null, tracked: Source | undefined): Says {
  if (reported === null) return 'unclear';
  return tracked && namesTracked(reported, tracked) ? 'agreeing' : 'differing';
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
