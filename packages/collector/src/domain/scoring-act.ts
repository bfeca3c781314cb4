/** Something a lead did, as scoring sees it: a page seen or read, a form sent, an event reported, a touch. */
export type Act = {
  kind: 'page' | 'reading' | 'form' | 'event' | 'touch';
  /** Epoch milliseconds. */
  at: number;
  /** Texts in which rules look for their words, the most telling first. */
  hints: readonly string[];
  /** For people, for example `Viewed /pricing`. */
  label: string;
  /** For how long a page was read, in milliseconds; nothing else takes time. */
  visibleMs?: number;
};

/** A page seen. Only the path is looked at: a host or a campaign parameter says nothing about intent. */
export function pageAct(page: { at: number; url: string }): Act {
  const path = pathOf(page.url);
  return { kind: 'page', at: page.at, hints: [path], label: `Viewed ${path}` };
}

/** A page read for a while, and how far down, in percent. */
export function readingAct(reading: { at: number; path: string; visibleMs: number; depth: number }): Act {
  const { at, path, visibleMs, depth } = reading;
  return {
    kind: 'reading',
    at,
    hints: [path],
    label: `Read ${path} for ${durationInWords(visibleMs)} (${depth} %)`,
    visibleMs,
  };
}

function durationInWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}

export type SentForm = {
  at: number;
  form?: {
    id?: string | null | undefined;
    name?: string | null | undefined;
    url?: string | null | undefined;
  };
  fields?: Record<string, string>;
  message?: string | null | undefined;
  phone?: string | null | undefined;
};

/**
 * A form sent. Its id and name say most, then the values of its fields, then the page it stands on. A form
 * with a message or a phone number carries the word `message` as well, as its weakest hint. Names of fields
 * are not hints: `contact_name` stands in every form.
 */
export function formAct({ at, form = {}, fields = {}, message, phone }: SentForm): Act {
  const title = form.name?.trim() || form.id?.trim();
  const path = form.url ? pathOf(form.url) : '';
  const where = path ? ` on ${path}` : '';
  const hints = [
    `${form.id ?? ''} ${form.name ?? ''}`,
    Object.values(fields).join(' / '),
    path,
    message?.trim() || phone?.trim() ? 'message' : '',
  ];
  return { kind: 'form', at, hints, label: title ? `Sent the form ${title}${where}` : `Sent a form${where}` };
}

/** An event that the page, a calendar or a mail tool reported by name. */
export function eventAct(event: { at: number; name: string }): Act {
  return { kind: 'event', at: event.at, hints: [event.name], label: `Event ${event.name}` };
}

/** An answer to a survey on the site. */
export function surveyAct(answered: { at: number; survey: string; answer: string }): Act {
  const { at, survey, answer } = answered;
  return { kind: 'event', at, hints: ['survey'], label: `Answered ${survey}: ${answer}` };
}

/** A touch of the journey, by its kind (`webinar`, `visit`) and its channel. */
export function touchAct(touch: { at: number; kind: string; channel: string }): Act {
  const { at, kind, channel } = touch;
  const online = kind === 'touch' || kind === 'visit';
  return { kind: 'touch', at, hints: [kind, channel], label: online ? `Came through ${channel}` : channel };
}

/** A referrer who can introduce the lead: as good as a request for a meeting. */
export function introductionAct(referral: { at: number }): Act {
  return { kind: 'touch', at: referral.at, hints: ['introduction'], label: 'Referred with an introduction' };
}

/** The path of an address: the part of it that tells one page of a site from another. */
export function pathOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).pathname;
  return url.split(/[?#]/, 1)[0] ?? '';
}
