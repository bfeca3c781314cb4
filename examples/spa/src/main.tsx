import { render } from 'preact';
import { ErrorBoundary, LocationProvider, Route, Router } from 'preact-iso';
import { Contact } from './Contact.tsx';
import { Home } from './Home.tsx';
import { Pricing } from './Pricing.tsx';
import './style.css';

/** Nothing here knows of Headwater: the script tag in index.html is all there is. */
function App() {
  return (
    <LocationProvider>
      <header>
        <a href="/">Tidewright</a>
        <nav aria-label="Main">
          <a href="/pricing">Pricing</a> <a href="/contact">Contact</a>
        </nav>
      </header>
      <ErrorBoundary>
        <Router>
          <Route path="/" component={Home} />
          <Route path="/pricing" component={Pricing} />
          <Route path="/contact" component={Contact} />
          <Route default component={Home} />
        </Router>
      </ErrorBoundary>
    </LocationProvider>
  );
}

const root = document.querySelector('#app');
if (root) render(<App />, root);
