import type { Stage } from '@headwater/contract';

const closed: readonly Stage[] = ['disqualified', 'lost', 'customer'];

/** Whether sales are done with a lead: nobody is to claim it any more. */
export const isClosed = ({ stage }: { stage: Stage }): boolean => closed.includes(stage);

/**
 * The stage of a lead by its changes, in their order: the last that people reported. What Headwater found out by
 * itself counts until they do, also when what they report was earlier.
 */
export function presentStage(changes: readonly { stage: Stage; actor: string | null }[]): Stage | undefined {
  return (changes.findLast(({ actor }) => actor !== null) ?? changes.at(-1))?.stage;
}
