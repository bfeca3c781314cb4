/** The `data-*` attributes of the script tag, as they are written there. What is absent has its default. */
export interface Options {
  site: string;
  /** Where the collector takes requests: `https://leads.acme.com/v1/`. */
  api: string;
  /** `required`: nothing is stored or sent before `headwater('consent', 'granted')`. */
  consent?: string;
  /** `marked`: forms with `data-hw-form` only; `off`: none. */
  forms?: string;
  /** `off`: navigation inside the document is no page. */
  spa?: string;
  /** `on`: the hash is part of the address, as in applications that route by it. */
  hash?: string;
  /** Domains of ours that links carry the visitor to, separated by commas. They are no source either. */
  domains?: string;
  /** Present: Global Privacy Control and Do Not Track count as a no, until the visitor says yes. */
  signals?: string;
  /** Domains that are no source, besides the built-in ones, separated by commas. */
  ignoreReferrers?: string;
  /** Present: no traffic of developers and of browsers driven by a program. */
  ignoreLocal?: string;
  /** Present: writes decisions and faults to the console. */
  debug?: string;
}

/** The options of this document, known once it has begun. */
export let options: Options = {} as Options;

/**
 * Reads the script tag. Without `data-api` the collector is where the script came from:
 * `https://www.acme.com/hw/hw.js` sends to `https://www.acme.com/hw/v1/collect`.
 */
export function readOptions(tag: { src: string; dataset: Partial<Options> }): void {
  const api = tag.dataset.api ?? tag.src.replace(/[^/]*$/, '');
  options = { ...tag.dataset, api: api.replace(/\/?$/, '/v1/') } as Options;
}

/** The script tag; tag managers insert scripts in ways that leave `currentScript` empty. */
export function findTag(): HTMLScriptElement {
  return (document.currentScript ?? document.querySelector('script[data-site]')) as HTMLScriptElement;
}

/** Where developers look at a website. */
export const localHost = /local(host)?$|^127\.|^\[/;
