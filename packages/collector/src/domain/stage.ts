import type { Stage } from '@headwater/contract';

/** The way from a lead to a customer; `disqualified` and `lost` are exits beside it. */
const stageOrder = ['lead', 'mql', 'sql', 'opportunity', 'customer'] as const satisfies readonly Stage[];

const exits = ['disqualified', 'lost'] as const satisfies readonly Stage[];

/**
 * What a person's word about a lead's stage does. Sales know best: every move is allowed, forward, back, out
 * and in again; the stage it already has changes nothing.
 */
export function stageAfter(current: Stage, next: Stage): { outcome: 'changed' | 'unchanged' } {
  return { outcome: current === next ? 'unchanged' : 'changed' };
}

/** The stages that count as reached, in order: each one ever had, and every one before it on the way. */
export function reached(stages: readonly Stage[]): Stage[] {
  const furthest = stageOrder.findLastIndex((stage) => stages.includes(stage));
  return [...stageOrder.slice(0, furthest + 1), ...exits.filter((exit) => stages.includes(exit))];
}
