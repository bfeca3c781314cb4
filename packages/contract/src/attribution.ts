import { z } from 'zod';
import { money } from './primitives.ts';

/** Models that look at one journey alone, in the order in which they are shown. */
export const ruleModels = [
  'first',
  'last',
  'last_non_direct',
  'linear',
  'time_decay',
  'u_shaped',
  'w_shaped',
  'full_path',
] as const;
export const ruleModel = z.enum(ruleModels);
export type RuleModel = z.infer<typeof ruleModel>;

/** All models: Markov looks at every journey together. */
export const attributionModels = [...ruleModels, 'markov'] as const;
export const attributionModel = z.enum(attributionModels);
export type AttributionModel = z.infer<typeof attributionModel>;

/** What is made of a journey's channels before Markov looks at them. */
export const pathTransforms = ['none', 'exposure', 'unique', 'first'] as const;
export const pathTransform = z.enum(pathTransforms);
export type PathTransform = z.infer<typeof pathTransform>;

/** How many touches a state of Markov remembers. */
export const markovOrder = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type MarkovOrder = z.infer<typeof markovOrder>;

/** The one model that reports show unless they are asked for another, and what all models take as given. */
export const attributionSettings = z.strictObject({
  model: attributionModel,
  /** For Markov; 1 where it is left out. */
  order: markovOrder.optional(),
  /** After how many days a touch counts half, in the model of time decay. */
  halfLifeDays: z.number().min(0.01).max(3650),
  /** How long before a conversion a touch may have been. */
  lookbackDays: z.int().min(1).max(3650),
  /** Whether a conversion has the journey of its person, or of all people of its account. */
  journeys: z.enum(['person', 'account']),
  transform: pathTransform,
});
export type AttributionSettings = z.infer<typeof attributionSettings>;

/** The stages to which a lead converts. */
export const creditStages = ['lead', 'mql', 'sql', 'opportunity', 'customer'] as const;

/** Query of `GET /v1/leads/:id/credits`: by the chosen model and at the furthest stage that was reached, unless said. */
export const creditsQuery = z.object({
  model: attributionModel.optional(),
  stage: z.enum(creditStages).optional(),
});
export type CreditsQuery = z.infer<typeof creditsQuery>;

/**
 * Which touches earned a conversion. The weights sum to 1, the revenue to the cent to that of the lead. Without a
 * conversion to the stage there are no rows.
 */
export const credits = z.object({
  model: ruleModel,
  stage: z.enum(creditStages),
  conversionAt: z.string().nullable(),
  /** What a customer brought so far, or what an opportunity is worth; null where nothing is known. */
  revenue: money.nullable(),
  /** The same in each currency besides. */
  revenueInOtherCurrencies: z.array(money),
  rows: z.array(
    z.object({
      /** Null for `(unattributed)`: no touch is known. */
      touchId: z.string().nullable(),
      /** Whose touch it was. */
      leadId: z.string().nullable(),
      at: z.string().nullable(),
      channel: z.string(),
      source: z.string().nullable(),
      weight: z.number(),
      revenue: money.nullable(),
      revenueInOtherCurrencies: z.array(money),
      because: z.string(),
    }),
  ),
});
export type Credits = z.infer<typeof credits>;
