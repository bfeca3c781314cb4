import type { AttributionSettings, Credits, CreditsQuery, Money } from '@headwater/contract';
import {
  becauseNothingIsKnown,
  becauseOf,
  eligibleTouches,
  ruleModels,
  splitMinor,
  unattributed,
  weightsOf,
  type Occasion,
  type RuleModel,
} from '../domain/attribution/index.ts';
import { courseOf, type Course, type FunnelStage } from '../domain/course.ts';
import { isoTime } from '../domain/isoTime.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { findLead, type StoredLead } from '../storage/leads.ts';
import { revenueOf } from '../storage/revenue.ts';
import { stageChangesOf } from '../storage/stages.ts';
import {
  createJourneyReader,
  reachedAt,
  type CreditableTouch,
  type Milestones,
} from './creditableJourney.ts';
import { settingsValue } from './settings.ts';

/** `of_all`: Markov has no credits of one lead. */
export type CreditsAnswer = { outcome: 'credited'; credits: Credits } | { outcome: 'of_all' };

/**
 * Which touches earned what a lead became. Made anew from the journey at each reading, so that neither a changed
 * rule nor a merge of leads leaves anything behind. Undefined when there is no such lead.
 */
export async function readCredits(
  db: Db,
  id: LeadId,
  asked: CreditsQuery,
): Promise<CreditsAnswer | undefined> {
  const lead = await findLead(db, id);
  if (!lead) return undefined;
  const settings = await settingsValue(db, 'attribution');
  const model = asked.model ?? settings.model;
  if (model === 'markov') return { outcome: 'of_all' };
  const course = await courseOfLead(db, lead);
  const stage = asked.stage ?? furthest(course);
  const conversionAt = reachedAt(course, stage);
  if (conversionAt === null) return { outcome: 'credited', credits: noCredits(model, stage) };
  const { touches, milestones } = await createJourneyReader(db)(lead, settings);
  return {
    outcome: 'credited',
    credits: creditsBy(model, { settings, course, milestones, stage, conversionAt }, touches),
  };
}

/**
 * Reads the credits for each stage that a lead reached, by each model of rules; Markov has none of one lead. For one
 * lead after the other: what they share is read once. Each credit is made when it is asked for.
 */
export async function createCreditsReader(db: Db) {
  const settings = await settingsValue(db, 'attribution');
  const journeyOf = createJourneyReader(db);
  return async function* creditsOfLead(lead: StoredLead): AsyncGenerator<Credits> {
    const course = await courseOfLead(db, lead);
    const { touches, milestones } = await journeyOf(lead, settings);
    for (const { stage, at: conversionAt, isImplied } of course.reached) {
      if (isImplied) continue;
      for (const model of ruleModels)
        yield creditsBy(model, { settings, course, milestones, stage, conversionAt }, touches);
    }
  };
}

async function courseOfLead(db: Db, { id, createdAt }: StoredLead): Promise<Course> {
  return courseOf(createdAt, await stageChangesOf(db, id), await revenueOf(db, id));
}

type Occurrence = Omit<Conversion, 'model' | 'money'> & { stage: FunnelStage };

function creditsBy(
  model: RuleModel,
  { stage, ...what }: Occurrence,
  touches: readonly CreditableTouch[],
): Credits {
  const money = moneyOf(what.course, stage);
  const rows = creditRows({ model, money, ...what }, touches);
  const totals = { revenue: money[0] ?? null, revenueInOtherCurrencies: money.slice(1) };
  return { model, stage, conversionAt: isoTime(what.conversionAt), ...totals, rows };
}

const noCredits = (model: RuleModel, stage: FunnelStage): Credits => ({
  model,
  stage,
  conversionAt: null,
  revenue: null,
  revenueInOtherCurrencies: [],
  rows: [],
});

const furthest = ({ reached }: Course): FunnelStage =>
  reached.findLast(({ isImplied }) => !isImplied)?.stage ?? 'lead';

/** What a customer brought so far, or what the opportunity is worth, each currency by itself. */
function moneyOf({ value, revenue }: Course, stage: FunnelStage): Money[] {
  if (stage === 'opportunity') return value === null ? [] : [value];
  const sums = new Map<string, number>();
  for (const { amount } of stage === 'customer' ? revenue : []) {
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount);
  }
  return [...sums].map(([currency, amount]) => ({ amount, currency }));
}

type Conversion = {
  model: RuleModel;
  settings: AttributionSettings;
  course: Course;
  milestones: Milestones;
  conversionAt: number;
  money: Money[];
};

function creditRows(conversion: Conversion, journey: readonly CreditableTouch[]): Credits['rows'] {
  const { model, settings, milestones, conversionAt, money } = conversion;
  const { halfLifeDays, lookbackDays } = settings;
  const eligible = eligibleTouches(journey, conversionAt, lookbackDays);
  const touches = eligible.map(({ at, resolved }) => ({ at, isDirect: resolved.channel === 'Direct' }));
  const occasion: Occasion = { at: conversionAt, ...milestones, halfLifeDays };
  const weights = eligible.length === 0 ? [1] : weightsOf(model, touches, occasion);
  const shares = money.map(({ amount, currency }) =>
    splitMinor(amount, weights).map((part) => ({ amount: part, currency })),
  );
  return weights.flatMap((weight, index) => {
    if (weight === 0) return [];
    const [revenue = null, ...revenueInOtherCurrencies] = shares.flatMap((parts) => parts[index] ?? []);
    const touch = eligible[index];
    const because = touch ? becauseOf(model, touches, index, occasion) : becauseNothingIsKnown(lookbackDays);
    return [{ ...whose(touch), weight, revenue, revenueInOtherCurrencies, because }];
  });
}

function whose(touch: CreditableTouch | undefined) {
  if (!touch) return { touchId: null, leadId: null, at: null, channel: unattributed, source: null };
  const { id, leadId, at, resolved } = touch;
  return { touchId: id, leadId, at: isoTime(at), channel: resolved.channel, source: resolved.source };
}
