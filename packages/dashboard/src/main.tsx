import { render } from 'preact';
import { App } from './components/App.tsx';
import { followAddress } from './route.ts';
import './styles/base.css';
import './styles/frame.css';
import './styles/status.css';
import './styles/leads.css';
import './styles/lead.css';
import './styles/sources.css';
import './styles/report.css';

followAddress();
const root = document.getElementById('app');
if (root) render(<App />, root);
