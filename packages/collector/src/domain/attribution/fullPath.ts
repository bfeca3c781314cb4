import { touchBefore, weighMilestones } from './milestones.ts';
import type { Model } from './model.ts';

/** 22.5 % each to the first touch, to those that created lead and opportunity, and to the last before the conversion. */
export const fullPath: Model = (touches, occasion) => {
  const lead = touchBefore(touches, occasion.leadAt, occasion);
  const opportunity = touchBefore(touches, occasion.opportunityAt, occasion);
  return weighMilestones(touches, [0, lead, opportunity, touches.length - 1], 0.225);
};
