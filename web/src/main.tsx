import { signal } from '@preact/signals';
import { render } from 'preact';
import { fetchDescription, fetchSession, fetchViews } from './api/calls';
import { csrfToken, messageOf } from './api/http';
import { App } from './pages/app';
import { Failure } from './pages/failure';
import { startAnnouncing } from './state/announce';
import { startAppearance } from './state/appearance';
import { startCoordinator } from './state/coordinator';
import { startLabels } from './state/labels';
import { watchReleases } from './state/releases';
import { description, followBrowser, session } from './state/store';
import { LoginPage } from './pages/login-page';

const failure = signal<string | null>(null);
const isLogin = location.pathname === '/login';

/** Arrived anew at the bare address; a reload, Back or a link opens what it says. */
function isPlainArrival(): boolean {
  const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return !isLogin && location.pathname === '/' && location.search === '' && arrival?.type === 'navigate';
}

async function startView(): Promise<string | null> {
  if (!isPlainArrival()) return null;
  try {
    return (await fetchViews()).find((view) => view.start && view.mine !== false)?.url ?? null;
  } catch {
    return null; // The first page is a good start too.
  }
}

function Root() {
  if (failure.value !== null) return <Failure message={failure.value} />;
  return isLogin ? <LoginPage /> : <App />;
}

async function start(): Promise<void> {
  startAppearance();
  const root = document.getElementById('app');
  if (root === null) return;
  root.replaceChildren();
  render(<Root />, root);
  try {
    const [known, pages, first] = await Promise.all([fetchSession(), isLogin ? null : fetchDescription(), startView()]);
    session.value = known;
    csrfToken.value = known.csrf;
    if (pages === null) return;
    if (first !== null) history.replaceState(null, '', first);
    description.value = pages;
    followBrowser();
    startLabels();
    startAnnouncing();
    startCoordinator();
    watchReleases();
  } catch (error) {
    failure.value = messageOf(error);
  }
}

void start();
