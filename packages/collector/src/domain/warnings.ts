import type { WarningKind, WarningNumbers } from '@headwater/contract';

/** What was measured of one subject. Nothing is rounded before `part` and `whole` are compared. */
export type Measured = {
  kind: WarningKind;
  /** A source, a tier, a site; empty where it is about everything. */
  subject: string;
  part: number;
  whole: number;
  /** In percent, points, or as a factor, as its kind has it. */
  threshold: number;
  unit: string;
  /** How many of `part` and `whole` make one of the unit, where that is not 1. */
  per?: number;
  /** What the subject is called where that is not its id. */
  name?: string;
  /** Of diversification: below its target, not above. */
  isLow?: boolean;
};

/** What of it is more, or less, than it may be. */
type Rule = { wrong: 'over' | 'under'; scale: 1 | 100 };

const rules: Record<WarningKind, Rule> = {
  concentration: { wrong: 'over', scale: 100 },
  unknown: { wrong: 'over', scale: 100 },
  ltvCac: { wrong: 'under', scale: 1 },
  diversification: { wrong: 'over', scale: 100 },
  links: { wrong: 'over', scale: 100 },
  silent: { wrong: 'under', scale: 1 },
};

/**
 * Whether to warn, exactly: 50.0 % of a limit of 50 is fine, one cent more is not. Without anything to divide by
 * there is nothing to warn of.
 */
export function isWrong({ kind, part, whole, threshold }: Measured): boolean {
  if (whole <= 0) return false;
  const { wrong, scale } = rules[kind];
  const [has, of, limit] = [exactly(part), exactly(whole), exactly(threshold)];
  const left = has.numerator * BigInt(scale) * of.denominator * limit.denominator;
  const right = limit.numerator * of.numerator * has.denominator;
  return wrong === 'over' ? left > right : left < right;
}

/** What is wrong of what was measured, in a fixed order. */
export function findWarnings(measured: readonly Measured[]): Measured[] {
  return measured
    .filter(isWrong)
    .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.subject < b.subject ? -1 : 1));
}

const kinds = Object.keys(rules);

/** The numbers for people; `value` is in the unit of the threshold. */
export function numbersOf({ kind, part, whole, threshold, unit, per = 1 }: Measured): WarningNumbers {
  const value = (part * rules[kind].scale) / whole;
  return { value, threshold, part: part / per, whole: whole / per, unit };
}

/** A decimal as somebody wrote it, `2.99`, as a fraction. */
function exactly(decimal: number): { numerator: bigint; denominator: bigint } {
  const [digits = '0', exponent = '0'] = decimal.toExponential().split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  const power = Number(exponent) - fraction.length;
  const ten = (times: number): bigint => 10n ** BigInt(Math.max(0, times));
  return { numerator: BigInt(whole + fraction) * ten(power), denominator: ten(-power) };
}
