import type { RoutingAction, RoutingFacts } from '@headwater/contract';

/** A lead that was promised to somebody: by which promise, in words why, and what is to be done with it. */
export type Protected = { name: string; because: string; then: RoutingAction };

/** Asked before all rules. What it answers wins over every rule. */
export type Protection = (facts: RoutingFacts) => Protected | null;

/** While partners cannot register accounts, nothing is promised. */
export const protectsNobody: Protection = () => null;
