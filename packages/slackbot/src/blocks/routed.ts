import type { Lead } from '@headwater/contract';

/** Whether somebody still has to find out if there is anything to sell. */
export const isToQualify = ({ assignment, stage }: Lead): boolean =>
  assignment?.qualifyFirst === true && (stage === 'lead' || stage === 'mql');
