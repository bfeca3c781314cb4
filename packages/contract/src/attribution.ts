import { z } from 'zod';

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
