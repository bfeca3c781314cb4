import type { FollowUp, FollowUpRule, FollowUpSettings, FollowUpState, Source } from '@headwater/contract';
import { addWorkingDays, addWorkingMinutes, type WorkingTime } from './calendar.ts';

/** The plan of a source: the first rule that matches; null where none does, or it asks for no attempts. */
export function followUpPlan(
  { family, channel }: Pick<Source, 'family' | 'channel'>,
  { rules }: FollowUpSettings,
): FollowUpRule | null {
  const rule = rules.find(({ when }) => isAmong(family, when.family) && isAmong(channel, when.channel));
  return rule && rule.attempts > 0 ? rule : null;
}

function isAmong(fact: string | null, wanted: string | readonly string[] | undefined): boolean {
  if (wanted === undefined) return true;
  return [wanted].flat().some((each) => each.toLowerCase() === fact?.toLowerCase());
}

export type Tried = Pick<FollowUp, 'at' | 'outcome'>;

/**
 * Where a lead stands in its plan. The first attempt is due some working minutes after the claim, also after
 * the claim of somebody who took over; the others some working days after the one before. `tried` are in
 * their order, `working` is the clock of the owner.
 */
export function followUpStateOf(
  plan: FollowUpRule,
  {
    claimedAtMs,
    tried,
    snoozedUntilMs,
    working,
  }: { claimedAtMs: number; tried: readonly Tried[]; snoozedUntilMs: number | null; working: WorkingTime },
): FollowUpState {
  const { name, attempts, firstWithinMinutes, daysBetween } = plan;
  const isReached = tried.some(({ outcome }) => outcome === 'reached');
  const state = { plan: name, attempts, made: tried.length, isReached };
  if (isReached || tried.length >= attempts) return { ...state, nextAt: null };
  const lastMs = Date.parse(tried.at(-1)?.at ?? '1970-01-01T00:00:00Z');
  const dueMs =
    lastMs >= claimedAtMs
      ? addWorkingDays(lastMs, daysBetween, working)
      : addWorkingMinutes(claimedAtMs, firstWithinMinutes, working);
  return { ...state, nextAt: new Date(Math.max(dueMs, snoozedUntilMs ?? 0)).toISOString() };
}
