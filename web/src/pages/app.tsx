import { useEffect } from 'preact/hooks';
import { Dialogs } from '../dialogs/dialogs';
import { ContextMenu } from '../menu/context-menu';
import { Tooltip } from '../menu/tooltip';
import { closeFloating } from '../state/actions';
import { announcement } from '../state/overlays';
import { customerKey, description, goTo, locale, page, place } from '../state/store';
import { NO_CHOICES } from '../state/choices';
import { FilterBar } from '../slicers/filter-bar';
import { CustomerPage } from './customer-page';
import { DataLine } from './data-line';
import { Header } from './header';
import { Notices } from './notices';
import { PageGrid } from './page-grid';

function PageSkeleton() {
  return (
    <div class="grid" role="status" aria-label={locale.value.t('app.loading')}>
      {['w-4 card', 'w-4 card', 'w-4 card', 'w-8', 'w-4', 'w-12'].map((kind, i) => (
        <div key={i} class={`visual ${kind}`}>
          <div class="skeleton" />
        </div>
      ))}
    </div>
  );
}

function NotFound() {
  const { t } = locale.value;
  return (
    <div class="failure">
      <h1>{t('app.not_found')}</h1>
      <a
        class="button"
        href="/"
        onClick={(event) => {
          event.preventDefault();
          goTo({ path: '/', choices: NO_CHOICES });
        }}
      >
        {t('app.home')}
      </a>
    </div>
  );
}

function Content() {
  if (description.value === null) return <PageSkeleton />;
  if (customerKey.value !== null) return <CustomerPage customer={customerKey.value} />;
  if (page.value === null) return <NotFound />;
  return <PageGrid key={page.value.id} page={page.value} />;
}

/** The whole window: header, filters, the page, and what floats above it. */
export function App() {
  const { t, text } = locale.value;
  const title = page.value ? text(page.value.title) : null;
  const project = description.value?.project ?? 'Assay';
  useEffect(() => {
    document.title = title === null ? project : `${title} · ${project}`;
  }, [title, project]);
  useEffect(() => closeFloating(), [place.value.path]);
  return (
    <>
      <a class="skip" href="#main">
        {t('app.skip')}
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        {title !== null && <h1 class="unseen">{title}</h1>}
        <Notices />
        {page.value !== null && <FilterBar />}
        <Content />
        <Tooltip />
        <ContextMenu />
      </main>
      <DataLine />
      <div class="unseen" role="status" aria-live="polite">
        {announcement.value}
      </div>
      <Dialogs />
    </>
  );
}
