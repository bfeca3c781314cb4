import type { Money, Stage } from '@headwater/contract';
import { inOrder } from '../stageOrder.ts';

/** The stages of the funnel in their order, without the exits. */
export const funnelStages = ['lead', 'mql', 'sql', 'opportunity', 'customer'] as const;
export type FunnelStage = (typeof funnelStages)[number];

/** A change of stage as it was stored, with what was reported of the deal. Times in epoch milliseconds. */
export type StageChange = {
  id: string;
  stage: Stage;
  at: number;
  actor: string | null;
  value?: Money | undefined;
  revenue?: Money | undefined;
  margin?: Money | undefined;
  reason?: string | undefined;
};

/** What money came of a lead, beside or after its first deal. Refunds and cancellations are negative. */
export type RevenueEntry = {
  id: string;
  at: number;
  kind: 'new' | 'repeat' | 'expansion' | 'refund' | 'cancellation';
  amount: Money;
  margin: Money | null;
};

/** A stage that was reached; implied where only a later one was reported: that counts in rates, never for credits. */
export type Reached = { stage: FunnelStage; at: number; isImplied: boolean };

/** A time out of the funnel; `cameBackAt` is null while they are out. */
export type Exit = { stage: 'lost' | 'disqualified'; at: number; cameBackAt: number | null };

/** The way of a lead through the stages, and the money it brought. */
export type Course = {
  /** Each stage once, when it was reached first, in funnel order. */
  reached: Reached[];
  /** Worth of the opportunity as last reported; null where nobody said. */
  value: Money | null;
  /** In the order of time. */
  revenue: RevenueEntry[];
  /** When they left the funnel, and came back; in the order of time. */
  exits: Exit[];
};

/**
 * The course of a lead that was created at `createdAt`, whatever the order of what is given. Moments that are equal
 * go by the stage's place in the funnel, then by event id. A lead that was entered later than its stages happened
 * was a lead when the first of them was.
 */
export function courseOf(
  createdAt: number,
  changes: readonly StageChange[],
  entries: readonly RevenueEntry[],
): Course {
  const ordered = inOrder(changes);
  return {
    reached: reachedIn(createdAt, ordered),
    value: ordered.findLast(({ value }) => value !== undefined)?.value ?? null,
    revenue: [...ordered.flatMap(dealOf), ...entries].toSorted((a, b) => a.at - b.at || byText(a.id, b.id)),
    exits: exitsIn(ordered),
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function reachedIn(createdAt: number, ordered: readonly StageChange[]): Reached[] {
  const firsts = funnelStages.map((stage) => ordered.find((change) => change.stage === stage)?.at ?? null);
  return funnelStages.flatMap((stage, place): Reached[] => {
    const own = firsts[place] ?? null;
    if (stage === 'lead')
      return [{ stage, at: Math.min(createdAt, ...firsts.filter((at) => at !== null)), isImplied: false }];
    if (own !== null) return [{ stage, at: own, isImplied: false }];
    const later = firsts.slice(place + 1).filter((at) => at !== null);
    return later.length === 0 ? [] : [{ stage, at: Math.min(...later), isImplied: true }];
  });
}

/** The first deal is said with the stage itself. */
function dealOf({ id, stage, at, revenue, margin }: StageChange): RevenueEntry[] {
  if (stage !== 'customer' || revenue === undefined) return [];
  return [{ id, at, kind: 'new', amount: revenue, margin: margin ?? null }];
}

function exitsIn(ordered: readonly StageChange[]): Exit[] {
  const exits: Exit[] = [];
  for (const { stage, at, actor } of ordered) {
    const last = exits.at(-1);
    const out = last?.cameBackAt === null ? last : undefined;
    if (stage === 'lost' || stage === 'disqualified') {
      if (out) out.stage = stage;
      else exits.push({ stage, at, cameBackAt: null });
      // what Headwater finds out by itself does not overrule people, see presentStage
    } else if (out && actor !== null) out.cameBackAt = at;
  }
  return exits;
}
