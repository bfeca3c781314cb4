import type { LeadSubmission } from '@headwater/contract';
import type { Field, Values } from './fields.ts';
import { written, type Host } from './host.ts';
import type { Messages } from './messages/en.ts';
import { recall } from './visitor.ts';

/** What a form can ask for, and what browsers call it who fill it in. */
const known = {
  name: 'name',
  email: 'email',
  company: 'organization',
  phone: 'tel',
  message: 'off',
  heardFrom: 'off',
} as const;
type Known = keyof typeof known;

/** The fields named in `fields="name,email"`, in that order. The e-mail address is always among them. */
export function leadFields(names: string, words: Messages): Field[] {
  const wanted = names.split(/[\s,]+/).filter((name): name is Known => name in known);
  if (!wanted.includes('email')) wanted.unshift('email');
  return wanted.map((name) => ({
    name,
    label: words[name],
    isRequired: name === 'email',
    autocomplete: known[name],
  }));
}

/** Of the 64 KiB a page may have under way at once, counted as three bytes a character. */
const MOST_CHARACTERS = 20_000;

/** A lead as the collector takes it, with the first touch of this browser and the newest there is room for. */
export function leadBody(host: Host, { consent, ...typed }: Values, submission: string): string {
  const text = written(host, 'consent');
  const { visitor, touches = [] } = recall() ?? {};
  const lead: LeadSubmission = {
    ...typed,
    site: host.place.site,
    submission,
    visitor,
    sentAt: Date.now(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    form: {
      id: written(host, 'form-id', host.element.id),
      name: written(host, 'name'),
      url: location.origin + location.pathname,
    },
    touches,
    consent: text ? { marketing: !!consent, text } : undefined,
  };
  while (touches.length > 1 && JSON.stringify(lead).length > MOST_CHARACTERS) touches.splice(1, 1);
  return JSON.stringify(lead);
}
