import { useEffect, useRef } from 'preact/hooks';
import { route } from '../route.ts';
import { key, signOut } from '../session.ts';
import { forgetSeen } from '../useLive.ts';
import { LeadPage } from './LeadPage.tsx';
import { LostPage } from './LostPage.tsx';
import { ReportPage } from './ReportPage.tsx';
import { SignIn } from './SignIn.tsx';
import { SourcesPage } from './SourcesPage.tsx';
import { StatusPage } from './StatusPage.tsx';

/** The frame around every view. */
export function App() {
  const main = useRef<HTMLElement>(null);
  const isSignedIn = key.value !== null;
  const { value: at } = route;
  const view = isSignedIn ? `${at.kind} ${at.kind === 'lead' ? at.id : ''}` : 'sign-in';
  useFocusOnChange(main, view);

  const leave = () => {
    forgetSeen();
    signOut();
  };

  return (
    <>
      <header class="top">
        <a class="brand" href="#/">
          Headwater
        </a>
        <nav aria-label="Pages">
          {isSignedIn && <a href="#/sources">Sources</a>}
          <a href="/demo/">Demo page</a>
          {isSignedIn && (
            <button type="button" class="plain" onClick={leave}>
              Sign out
            </button>
          )}
        </nav>
      </header>
      <main ref={main}>{isSignedIn ? <View /> : <SignIn />}</main>
    </>
  );
}

function View() {
  const { value: at } = route;
  switch (at.kind) {
    case 'status':
      return <StatusPage />;
    case 'sources':
      return <SourcesPage />;
    case 'lead':
      return <LeadPage key={at.id} id={at.id} />;
    case 'report':
      return <ReportPage key={`${at.name}?${at.query}`} name={at.name} query={at.query} />;
    case 'unknown':
      return <LostPage />;
  }
}

/**
 * Whoever listens or uses the keyboard is taken to the new view's heading, as a page load would. The sign-in
 * form takes the focus itself.
 */
function useFocusOnChange(main: { current: HTMLElement | null }, view: string): void {
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    if (view !== 'sign-in') main.current?.querySelector('h1')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [view]);
}
