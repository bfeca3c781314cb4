import { recall } from './visitor.ts';

/** One answer of a survey; `segment` is what the company calls those who give it. */
export interface Choice {
  segment: string;
  answer: string;
}

/**
 * The answers the page wrote into the element, `<button value="agency">I run an agency</button>`, or for an element
 * made by a command its attribute `answers="agency=I run an agency|brand=I work for a brand"`.
 */
export function choicesOf(element: Element): Choice[] {
  const inside = [...element.querySelectorAll('[value]')].map((choice) => ({
    segment: choice.getAttribute('value') ?? '',
    answer: choice.textContent.trim(),
  }));
  const written = [...(element.getAttribute('answers') ?? '').matchAll(/([^=|]+)=([^|]+)/g)];
  return [...inside, ...written.map(([, segment = '', answer = '']) => ({ segment, answer }))];
}

/** What the core keeps; what it does not know of, it leaves alone, and forgets with the rest. */
interface Kept {
  /** The surveys this browser was asked: `|role||size|`. */
  surveys?: string;
}

/** Whether this browser was asked before. False where it remembers nothing. */
export function wasAsked(survey: string): boolean {
  return !!readKept().surveys?.includes(`|${survey}|`);
}

/** Remembers that it was, where the visitor lets us remember anything. */
export function rememberAsked(survey: string): void {
  const kept = readKept();
  if (!survey || !recall()) return;
  try {
    localStorage['hw'] = JSON.stringify({ ...kept, surveys: `${kept.surveys ?? ''}|${survey}|` });
  } catch {
    // then they are asked again
  }
}

function readKept(): Kept {
  try {
    return JSON.parse(localStorage['hw'] as string) as Kept;
  } catch {
    return {};
  }
}
