import { z } from 'zod';
import { families } from './lead.ts';
import { line } from './primitives.ts';

/** How often a lead of a source is tried until it is reached. */
export const followUpRule = z.strictObject({
  name: line(120),
  when: z.strictObject({
    family: z.union([z.enum(families), z.array(z.enum(families))]).optional(),
    channel: z.union([line(100), z.array(line(100))]).optional(),
  }),
  /** None means that nobody is reminded. */
  attempts: z.int().min(0).max(50),
  /** Working minutes from the claim until the first attempt is due. */
  firstWithinMinutes: z.number().positive().max(60_000),
  /** Working days from one attempt to the next. */
  daysBetween: z.int().min(1).max(90),
});
export type FollowUpRule = z.infer<typeof followUpRule>;

/** The first rule that matches a lead's original source is its plan; without one nobody is reminded. */
export const followUpSettings = z.strictObject({ rules: z.array(followUpRule).max(100) });
export type FollowUpSettings = z.infer<typeof followUpSettings>;
