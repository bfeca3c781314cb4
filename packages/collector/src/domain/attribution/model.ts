/** A touch of a journey, as far as the models look at it: when it was, in epoch milliseconds, and whether it was Direct. */
export type CreditTouch = { at: number; isDirect: boolean };

/** What was reached, and what the models ask about the way there. Times in epoch milliseconds, null where unknown. */
export type Occasion = {
  /** When the conversion happened. */
  at: number;
  /** When the lead was created. */
  leadAt: number | null;
  /** When the opportunity was created. */
  opportunityAt: number | null;
  /** After how many days a touch counts half, in the model of time decay. */
  halfLifeDays: number;
};

/**
 * How the credit of one conversion is divided: a weight for each touch, in their order; they sum to 1. Takes the
 * eligible touches in the order of the journey; without any there are no weights.
 */
export type Model = (touches: readonly CreditTouch[], occasion: Occasion) => number[];

export const DAY_MS = 86_400_000;
