import type { Money, Stage } from '@headwater/contract';

/** The stages of the funnel in their order, without the exits. */
export const funnelStages = ['lead', 'mql', 'sql', 'opportunity', 'customer'] as const;
export type FunnelStage = (typeof funnelStages)[number];

/** A change of stage as it was stored, with what was reported of the deal. Times in epoch milliseconds. */
export type StageChange = {
  id: string;
  stage: Stage;
  at: number;
  actor: string | null;
  value?: Money | undefined;
  revenue?: Money | undefined;
  margin?: Money | undefined;
  reason?: string | undefined;
};

/** What money came of a lead, beside or after its first deal. Refunds and cancellations are negative. */
export type RevenueEntry = {
  id: string;
  at: number;
  kind: 'new' | 'repeat' | 'expansion' | 'refund' | 'cancellation';
  amount: Money;
  margin: Money | null;
};

/** A stage that was reached; implied where only a later one was reported: that counts in rates, never for credits. */
export type Reached = { stage: FunnelStage; at: number; isImplied: boolean };

/** The way of a lead through the stages, and the money it brought. */
export type Course = {
  /** Each stage once, when it was reached first, in funnel order. */
  reached: Reached[];
  /** Worth of the opportunity as last reported; null where nobody said. */
  value: Money | null;
  /** In the order of time. */
  revenue: RevenueEntry[];
};
