import { z } from 'zod';
import { actor, eventId } from './primitives.ts';

/**
 * What somebody is to a purchase. The five classic roles of a buying centre (Webster and Wind, 1972: decider,
 * buyer, influencer, user, gatekeeper) by the names that sales teams and CRMs use today, and the champion.
 */
export const buyingRoles = [
  'decision_maker',
  'budget_holder',
  'champion',
  'influencer',
  'user',
  'blocker',
  'unknown',
] as const;
export const buyingRole = z.enum(buyingRoles);
export type BuyingRole = z.infer<typeof buyingRole>;

/** The roles as people call them. */
export const buyingRoleNames: Record<BuyingRole, string> = {
  decision_maker: 'Decision maker',
  budget_holder: 'Budget holder',
  champion: 'Champion',
  influencer: 'Influencer',
  user: 'User',
  blocker: 'Blocker',
  unknown: 'Unknown',
};

/** Body of `POST /v1/leads/:id/role`. */
export const roleChange = z.object({
  role: buyingRole,
  by: actor.optional(),
  eventId: eventId.optional(),
});
