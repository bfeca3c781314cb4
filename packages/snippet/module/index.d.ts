/** What the script tag says by its `data-*` attributes. What is left out has its default. */
export interface InitOptions {
  /** The site's key. */
  site: string;
  /** The collector's address, `https://leads.acme.com`, or its path on this website, `/hw`. */
  api: string;
  /** `required`: nothing is stored or sent before `headwater('consent', 'granted')`. */
  consent?: 'granted' | 'required' | undefined;
  /** `marked`: forms with `data-hw-form` only; `off`: none. */
  forms?: 'auto' | 'marked' | 'off' | undefined;
  /** Domains of yours that links carry the visitor to. They are no source either. */
  domains?: readonly string[] | undefined;
  /** Domains that are no source, besides the built-in ones. */
  ignoreReferrers?: readonly string[] | undefined;
  /** No traffic of developers and of browsers driven by a program. */
  ignoreLocal?: boolean | undefined;
  /** Whether navigation inside the document is a page; true unless set. */
  spa?: boolean | undefined;
  /** Whether the application routes by the hash. */
  hash?: boolean | undefined;
  /** Global Privacy Control and Do Not Track count as a no, until the visitor says yes. */
  signals?: boolean | undefined;
  /** Writes decisions and faults to the console. */
  debug?: boolean | undefined;
}

/** What more there is to say about an event. */
export type Props = Record<string, string | number | boolean | null>;

/** What the page knows of somebody: an e-mail address, a telephone number, or a LinkedIn address at least. */
export interface Person {
  email?: string | undefined;
  name?: string | undefined;
  company?: string | undefined;
  phone?: string | undefined;
  linkedin?: string | undefined;
  message?: string | undefined;
  /** Their answer to "How did you hear about us?" */
  heardFrom?: string | undefined;
  /** ISO 3166, two letters. */
  country?: string | undefined;
  /** Anything else, under names of your own. */
  fields?: Record<string, string> | undefined;
  form?: { id?: string | undefined; name?: string | undefined; url?: string | undefined } | undefined;
  /** Fields of a form as they were sent: the collector finds out what each of them is. */
  inputs?: Input[] | undefined;
}

/** A field of a form: what may say what it is for, and what was typed. */
export interface Input {
  type?: string | undefined;
  name?: string | undefined;
  id?: string | undefined;
  label?: string | undefined;
  autocomplete?: string | undefined;
  /** What you declare it to be: `email`, `name`, `company`, `phone` … */
  hw?: string | undefined;
  value: string;
}

/** An arrival that can carry credit. */
export interface Touch {
  id: string;
  kind: 'touch';
  /** In milliseconds since 1970. */
  at: number;
  url: string;
  referrer?: string | undefined;
  /** Campaign parameters, click ids and the referral code, under their own names: `utm_source`, `gclid`, `ref`. */
  params: Record<string, string>;
}

/** What this browser remembers. */
export interface Memory {
  /** A UUID. */
  visitor: string;
  first?: Touch | undefined;
  last: Touch | undefined;
  /** The newest 20, oldest first. */
  touches: Touch[];
}

export type Command =
  | [command: 'event', name: string, props?: Props]
  | [command: 'lead', person: Person]
  | [command: 'consent', answer: 'granted' | 'denied']
  | [command: 'get', callback: (memory: Memory) => void]
  | [command: 'open', widget: 'lead' | 'referral' | 'survey', attributes?: Record<string, string>];

/** Carries out a command: `headwater('event', 'video_played', { seconds: 40 })`. Never throws. */
export type Headwater = (...command: Command) => void;

/**
 * Starts what the script tag starts, once in a document: not again when it is called again, and not where the tag,
 * or the page around a frame, has started it already. On a server it does nothing. Never throws.
 * @returns the function that carries out commands, `window.headwater` too; it can be called at once
 */
export function init(options: InitOptions): Headwater;
