import type { RuleModel } from '@headwater/contract';
import { touchBefore } from './milestones.ts';
import { DAY_MS, type CreditTouch, type Occasion } from './model.ts';

/** Why a touch got its credit, in one plain sentence. `index` is its place among the eligible touches. */
export function becauseOf(
  model: RuleModel,
  touches: readonly CreditTouch[],
  index: number,
  occasion: Occasion,
): string {
  const count = touches.length;
  if (count === 1) return 'It is the only touch that counts, so it gets all of it.';
  switch (model) {
    case 'first':
      return `It is the first of ${count} touches, which gets all of it.`;
    case 'last':
      return `It is the last of ${count} touches, which gets all of it.`;
    case 'last_non_direct':
      return touches.every(({ isDirect }) => isDirect)
        ? `All ${count} touches were Direct, so the last gets all of it.`
        : `It is the last of ${count} touches that was not Direct, which gets all of it.`;
    case 'linear':
      return `It is one of ${count} touches, which get the same each.`;
    case 'time_decay':
      return decayBecause(touches, index, occasion);
    case 'u_shaped':
      return positionBecause(count, index);
    case 'w_shaped':
      return milestoneBecause(touches, index, occasion, { share: '30 %', withClose: false });
    case 'full_path':
      return milestoneBecause(touches, index, occasion, { share: '22.5 %', withClose: true });
  }
}

/** Why nobody got it. */
export const becauseNothingIsKnown = (lookbackDays: number): string =>
  `No touch is known in the ${lookbackDays} days before, so nobody gets it.`;

function decayBecause(touches: readonly CreditTouch[], index: number, { halfLifeDays }: Occasion): string {
  const older = ((touches.at(-1)?.at ?? 0) - (touches[index]?.at ?? 0)) / DAY_MS;
  const rule = `a touch that is ${inDays(halfLifeDays)} older gets half as much`;
  return older === 0
    ? `It is the newest touch; ${rule}.`
    : `It is ${inDays(older)} older than the newest touch; ${rule}.`;
}

const inDays = (days: number): string =>
  days === 1 ? '1 day' : `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(days)} days`;

function positionBecause(count: number, index: number): string {
  if (count === 2) return 'It is one of two touches, which get half each.';
  if (index === 0) return 'It is the first touch, which gets 40 %.';
  if (index === count - 1) return 'It is the last touch, which gets 40 %.';
  return count === 3
    ? 'It is the touch between the first and the last, which gets 20 %.'
    : `It is one of ${count - 2} touches between the first and the last, which share 20 %.`;
}

function milestoneBecause(
  touches: readonly CreditTouch[],
  index: number,
  occasion: Occasion,
  { share, withClose }: { share: string; withClose: boolean },
): string {
  const milestones: { name: string; place: number }[] = [
    { name: 'was the first', place: 0 },
    { name: 'created the lead', place: touchBefore(touches, occasion.leadAt, occasion) },
    { name: 'created the opportunity', place: touchBefore(touches, occasion.opportunityAt, occasion) },
  ];
  if (withClose) milestones.push({ name: 'was the last before the conversion', place: touches.length - 1 });
  const own = milestones.filter(({ place }) => place === index).map(({ name }) => name);
  const isMissing = milestones.some(({ place }) => place === -1);
  const others =
    touches.length - new Set(milestones.map(({ place }) => place).filter((at) => at !== -1)).size;
  const divided = isMissing || others === 0 ? '; what is missing is divided among the rest' : '';
  if (own.length === 0)
    return `It is ${others === 1 ? 'the only other touch, which gets' : `one of ${others} other touches, which share`} 10 %${divided}.`;
  return `It ${own.join(' and ')}, for which it gets ${share}${own.length > 1 ? ' each' : ''}${divided}.`;
}
