import { until } from './until.ts';

/** A case did not come to its end; its browser may have stopped answering. */
export class Hung extends Error {}

const LONGEST_CASE_MS = 85_000;

/** Rejects with {@link Hung} where a case takes longer than any does. */
export async function inTime<Answer>(played: Promise<Answer>): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Hung('the case did not come to its end')), LONGEST_CASE_MS);
  try {
    return await Promise.race([played, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a test asks of a browser that not each of them can do or show. */
export type Ability =
  | 'a switch for offline'
  | 'back/forward cache'
  | 'prerendering'
  | 'tabs that hide each other'
  | 'can be told to refuse cookies'
  | 'tells of Global Privacy Control'
  | 'tells of Do Not Track';

/** Settings of a browser that a person changes before they go anywhere. */
export type Settings = {
  refusesCookies?: boolean;
  asksForPrivacy?: 'tells of Global Privacy Control' | 'tells of Do Not Track';
};

/** One tab. Scripts run in its page: they are sent there as text and see nothing of the test. */
export type Tab = {
  /** Goes to an address, as typed by hand: without a referrer. */
  open: (url: string) => Promise<void>;
  run: <Given extends unknown[], Answer>(
    script: (...given: Given) => Answer | Promise<Answer>,
    ...given: Given
  ) => Promise<Answer>;
  type: (selector: string, text: string) => Promise<void>;
  click: (selector: string) => Promise<void>;
  close: () => Promise<void>;
};

/** Somebody nobody has seen yet, with a browser profile of their own. */
export type Visitor = {
  tab: Tab;
  /** Opens another tab in front of the others. */
  newTab: () => Promise<Tab>;
  goOffline: (isOffline: boolean) => Promise<void>;
  /** What the browser itself complained about: errors of pages, and of requests that pages may not make. */
  faults: () => string[];
  leave: () => Promise<void>;
};

export type Engine = {
  name: string;
  /** What it cannot do, each with the reason. */
  lacks: Partial<Record<Ability, string>>;
  /** Whether a test ended since the browser itself broke down, which no page may cause twice in the same way. */
  brokeDown?: (error: unknown) => boolean;
  /** Starts it; it reaches the web through the proxy at this port of 127.0.0.1. */
  start: (proxyPort: number) => Promise<RunningEngine>;
};

export type RunningEngine = {
  newVisitor: (settings?: Settings) => Promise<Visitor>;
  stop: () => Promise<void>;
};

/** Runs what leaves the page, and waits until another one stands in the tab. */
export async function leaving(tab: Tab, go: () => Promise<unknown>): Promise<void> {
  const page = crypto.randomUUID();
  await tab.run((mark) => void Object.assign(window, { leavingPage: mark }), page);
  // the page may be gone before it can answer
  await go().catch(() => undefined);
  // while one page goes and the other comes there is none to ask
  await until('another page stands there', () =>
    tab.run(
      (mark) =>
        document.readyState === 'complete' &&
        // what stands there for a moment in Firefox
        location.href !== 'about:blank' &&
        (window as { leavingPage?: string }).leavingPage !== mark,
      page,
    ),
  );
}

/** Clicks a link to this address on the present page, so that the next one sees where the visitor came from. */
export function follow(tab: Tab, href: string): Promise<void> {
  return leaving(tab, () =>
    tab.run((to) => {
      const link = document.createElement('a');
      link.href = to;
      link.textContent = 'on';
      document.body.append(link);
      link.click();
    }, href),
  );
}

/** The button Back. */
export function goBack(tab: Tab): Promise<void> {
  return leaving(tab, () => tab.run(() => history.back()));
}
