import { signal } from '@preact/signals';
import { render } from 'preact';
import { fetchDescription, fetchSession } from './api/calls';
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

/** The start view applies only to the bare address: a link always opens what it says. */
function openStartView(start: string | null | undefined): void {
  if (start && location.pathname === '/' && location.search === '') history.replaceState(null, '', start);
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
    const [known, pages] = await Promise.all([fetchSession(), isLogin ? null : fetchDescription()]);
    session.value = known;
    csrfToken.value = known.csrf;
    if (pages === null) return;
    openStartView(pages.start);
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
