import { touchBefore, weighMilestones } from './milestones.ts';
import type { Model } from './model.ts';

/** 30 % each to the first touch, to the one that created the lead, and to the one that created the opportunity. */
export const wShaped: Model = (touches, occasion) => {
  const lead = touchBefore(touches, occasion.leadAt, occasion);
  const opportunity = touchBefore(touches, occasion.opportunityAt, occasion);
  return weighMilestones(touches, [0, lead, opportunity], 0.3);
};
