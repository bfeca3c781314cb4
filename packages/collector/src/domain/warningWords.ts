import type { WarningNumbers, WarningTold } from '@headwater/contract';
import { decimalsOf } from './money.ts';
import { numbersOf, type Measured } from './warnings.ts';

/** What is wrong, with its number, what that means, and where it can be looked up. */
export function inWords(measured: Measured, report: string): WarningTold {
  const { kind, subject } = measured;
  const numbers = numbersOf(measured);
  return { kind, subject, ...sentences(measured, numbers), numbers, report };
}

function sentences(measured: Measured, numbers: WarningNumbers): { what: string; means: string } {
  const { kind, subject, name = subject, isLow = false } = measured;
  const value = near(numbers);
  const limit = plain.format(numbers.threshold);
  const parts = `${count(numbers.part, numbers.unit)} of ${amount(numbers.whole, numbers.unit)}`;
  switch (kind) {
    case 'concentration':
      return {
        what: `${name} has ${value} % of the pipeline: ${parts}.`,
        means: `More than ${limit} % from one source: if it dries up, most of what sales work on goes with it.`,
      };
    case 'unknown':
      return {
        what: `${value} % of leads are of unknown source: ${parts}.`,
        means: `Above ${limit} %, reports say too little about where leads come from. Look for links without a source, and for placeholders in them.`,
      };
    case 'ltvCac':
      return {
        what: `${name} brings ${value} times what it costs: ${amount(numbers.part, numbers.unit)} from its customers for ${amount(numbers.whole, numbers.unit)} spent.`,
        means: `Under ${limit}, customers of this source cost too much for what they bring. Spend less on it, or find out why they buy little.`,
      };
    case 'diversification':
      return {
        what: `The tier ${name} is ${value} points ${isLow ? 'below' : 'above'} what 70-20-10 gives it.`,
        means: `More than ${limit} points off: 70 % belongs into what is proven, 20 % into what grows, 10 % into what is tried.`,
      };
    case 'links':
      return {
        what: `${value} % of tagged visits came by links that break the convention: ${parts}.`,
        means:
          'Such links make one source look like several, or like none. The report says what is wrong with each.',
      };
    case 'silent':
      return {
        what: `${name} has not reported a visit for some time, and used to.`,
        means: 'The script tag may be gone or blocked there. What visitors do until it is back is lost.',
      };
  }
}

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 10, useGrouping: false });

/** With as few decimals as still tell it from the threshold: 50.0004 is not shown as 50. */
function near({ value, threshold }: WarningNumbers): string {
  for (let decimals = 1; decimals < 10; decimals += 1) {
    const shown = Number(value.toFixed(decimals));
    if (shown !== threshold && (decimals > 1 || Math.abs(value - threshold) >= 0.1))
      return plain.format(shown);
  }
  return plain.format(value);
}

const counted = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** `1,500.00 EUR` of 150000 minor units, else `12 leads`. */
const amount = (size: number, unit: string): string => `${count(size, unit)} ${unit}`;

function count(size: number, unit: string): string {
  const decimals = decimalsOf(unit);
  if (decimals === null) return counted.format(size);
  const fixed = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat('en', fixed).format(size / 10 ** decimals);
}
