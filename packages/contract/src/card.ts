import { z } from 'zod';
import { buyingRole } from './buyingCentre.ts';
import { activity, lead } from './lead.ts';
import { qualificationSummary } from './qualification.ts';
import { stage } from './submissions.ts';

/** Somebody else of a lead's account, as its card shows them. */
export const colleague = z.object({
  leadId: z.string(),
  who: z.string(),
  role: buyingRole,
  stage,
  /** The last thing they did; null where nothing is known. */
  lastAct: activity.nullable(),
});
export type Colleague = z.infer<typeof colleague>;

/** The other people of an account, the latest active first; `more` of them are not listed. */
export const buyingCentre = z.object({ people: z.array(colleague), more: z.int() });
export type BuyingCentre = z.infer<typeof buyingCentre>;

/** A journey in a few lines, oldest first: the first touch, the latest touches, the latest forms. */
export const journeySummary = z.object({ steps: z.array(activity), more: z.int() });
export type JourneySummary = z.infer<typeof journeySummary>;

/** A lead as it is shown in Slack; also the answer of `GET /v1/leads/:id/card`. */
export const leadCard = z.object({
  lead,
  activity: z.array(activity),
  message: z.string().nullable(),
  referredBy: z.string().nullable(),
  buyingCentre,
  journey: journeySummary,
  qualification: qualificationSummary,
  url: z.string(),
  /** How long ago its card was to be posted, in whole minutes. */
  waitingMinutes: z.int().min(0).optional(),
});
export type LeadCard = z.infer<typeof leadCard>;
