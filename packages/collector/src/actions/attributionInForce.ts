import type { ReportQuery } from '@headwater/contract';
import { ruleModels, type RuleModel } from '../domain/reports/weights.ts';

export { ruleModels };

/** How credit is given unless a question says otherwise. */
export type AttributionInForce = {
  model: RuleModel;
  lookbackDays: number;
  halfLifeDays: number;
  journeys: NonNullable<ReportQuery['journeys']>;
};

/** What holds until it can be set. */
export async function attributionInForce(): Promise<AttributionInForce> {
  return { model: 'last', lookbackDays: 365, halfLifeDays: 7, journeys: 'person' };
}

/** Whether there is a model of that name. */
export const isRuleModel = (name: string): name is RuleModel =>
  (ruleModels as readonly string[]).includes(name);
