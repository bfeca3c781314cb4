import type { FormInput } from '@headwater/contract';

/** What we look at in a control of a form; a fieldset has fewer of them than an input. */
export interface Control {
  type: string;
  name: string;
  id: string;
  /** Custom elements may hold something else than text. */
  value?: string | number;
  checked?: boolean;
  autocomplete?: string;
  labels?: ArrayLike<{ textContent: string | null }> | null;
  /** `data-hw="company"` declares what the control is; `data-hw-honeypot` marks a trap for robots. */
  dataset: Record<string, string | undefined>;
}

/**
 * Told by what a control says of itself, between commas: its type, whether it is ticked, what it is declared to
 * be, its names. Buttons, secrets, files, payment details, what is unticked, and what is hidden without being
 * declared are never read.
 */
const unread =
  /^(hidden,\w*,,|(checkbox|radio),false|password|file|submit|button|image|reset)|\bcc-|passw|pwd|\bpass|_pass|one-time|card|cv[cv]|iban/i;

/** Nor is what looks like the number of a card, whatever its field is called. */
const cardNumber = /^[1-9]([ -]?\d){14,18}$/;

/** What may hold a telephone number or an e-mail address. */
const reachable = /^tel|,(tel|mobil)|phone|[^\s,@]@[^\s,@]+\.[^\s,@]/i;

const LONGEST_VALUE = 5000;

/** What people typed into a form, for the collector to sort, and whether it names a way to reach them. */
export function readInputs(controls: Control[]): { inputs: FormInput[]; isReachable: boolean } {
  const inputs: FormInput[] = [];
  let isReachable = false;
  for (const { type, checked, name, id, autocomplete, labels, dataset, value } of controls) {
    const hw = dataset.hw || ('hwHoneypot' in dataset ? 'honeypot' : '');
    const label = labels?.[0]?.textContent?.trim().split('\n')[0];
    const text = `${value ?? ''}`.trim().slice(0, LONGEST_VALUE);
    const hints = [type, checked, hw, autocomplete, name, id, label].join();
    if (!text || unread.test(hints) || cardNumber.test(text)) continue;
    isReachable ||= reachable.test(`${hints},${text}`);
    inputs.push({
      type,
      name,
      id,
      autocomplete: autocomplete || undefined,
      label,
      hw: hw || undefined,
      value: text,
    });
  }
  return { inputs, isReachable };
}
