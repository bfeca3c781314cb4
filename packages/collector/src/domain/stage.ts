import type { Stage } from '@headwater/contract';

const closed: readonly Stage[] = ['disqualified', 'lost', 'customer'];

/** Whether sales are done with a lead: nobody is to claim it any more. */
export const isClosed = ({ stage }: { stage: Stage }): boolean => closed.includes(stage);
