import type { Memory } from '../commands.ts';
import type { Touch } from '../touch.ts';
import { controlsOf } from './read.ts';

/**
 * What hidden fields are filled with, under their names: the parameters of the latest touch that is not direct, as
 * they were (`utm_source`, `gclid`, `ref`), and ours (`hw_original_source`, `hw_latest_campaign`, `hw_landing_page` …).
 */
export function answersFrom({ visitor, first, touches }: Memory): Record<string, string | undefined> {
  const tells = ({ params, referrer }: Touch) => referrer || Object.keys(params)[0];
  const latest = touches.filter(tells).at(-1) ?? first;
  return {
    ...latest?.params,
    ...named('hw_latest_', latest),
    ...named('hw_original_', first),
    hw_visitor: visitor,
    hw_landing_page: first?.url,
    hw_referrer: first?.referrer,
  };
}

/** Without a campaign the referrer's host is the source. */
function named(prefix: string, touch?: Touch): Record<string, string> {
  const source = touch?.referrer ? new URL(touch.referrer).hostname : '(direct)';
  const params = Object.entries({ utm_source: source, ...touch?.params });
  return Object.fromEntries(params.map(([name, value]) => [prefix + name.replace('utm_', ''), value]));
}

/**
 * Fills hidden fields that are called like something we know and are empty: in the data that is being sent, or, for
 * pages that read their fields themselves, in the field. A form lists in `data-hw-fields` what it has no fields for.
 */
export function fillHidden(form: HTMLFormElement, memory: Memory, data?: FormData): void {
  // A map: a field may be called `constructor`.
  const answers = new Map(Object.entries(answersFrom(memory)));
  for (const control of controlsOf(form)) {
    const { name, type, value, dataset } = control;
    const answer = answers.get(dataset.hw || name);
    if (type !== 'hidden' || value || !answer) continue;
    if (data) data.set(name, answer);
    else control.value = answer;
  }
  for (const name of form.dataset.hwFields?.split(/[\s,]+/) ?? []) {
    const answer = answers.get(name);
    if (answer && !data?.has(name)) data?.set(name, answer);
  }
}
