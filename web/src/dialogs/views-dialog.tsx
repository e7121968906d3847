import { changeView, fetchViews, removeView, saveView } from '../api/calls';
import type { SavedView } from '../api/types';
import { announcement, openDialog } from '../state/overlays';
import { follow, locale, place, urlOf } from '../state/store';
import { Icon } from '../style/icons';
import { Problem } from '../style/problem';
import { Dialog } from './dialog';
import { useChanges } from './use-changes';
import { useFetched } from './use-fetched';
import { Waiting } from './waiting';

function ViewRow({ view, onChange }: { view: SavedView; onChange: (work: Promise<unknown>) => void }) {
  const { t } = locale.value;
  function open(event: MouseEvent): void {
    event.preventDefault();
    openDialog.value = null;
    follow(view.url);
  }
  return (
    <li>
      <a href={view.url} onClick={open}>
        <bdi>{view.name}</bdi>
      </a>
      {view.shared && <span class="tag">{t('views.shared')}</span>}
      {view.start && <span class="tag">{t('views.start')}</span>}
      <button
        type="button"
        class="icon"
        aria-pressed={view.start}
        aria-label={t('views.make_start', { name: view.name })}
        onClick={() => onChange(changeView(view.id, { start: !view.start }))}
      >
        <Icon name="star" />
      </button>
      {view.mine !== false && (
        <button
          type="button"
          class="icon"
          aria-label={t('views.remove', { name: view.name })}
          onClick={() => onChange(removeView(view.id))}
        >
          <Icon name="trash" />
        </button>
      )}
    </li>
  );
}

/** Saved views: open, save the present one, share it, start with it. */
export function ViewsDialog() {
  const { t } = locale.value;
  const { round, problem, after } = useChanges();
  const { value, error } = useFetched(String(round), () => fetchViews());

  function save(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const name = String(fields.get('name')).trim();
    if (name === '') return;
    const view = { name, url: urlOf(place.value), shared: fields.has('shared'), start: fields.has('start') };
    after(
      saveView(view).then(() => {
        announcement.value = t('views.saved', { name });
        form.reset();
      }),
    );
  }
  return (
    <Dialog title={t('views.title')} kind="panel">
      <Problem problem={problem} />
      {value === null ? (
        <Waiting error={error} />
      ) : value.length === 0 ? (
        <p class="note">{t('views.none')}</p>
      ) : (
        <ul class="views">
          {value.map((view) => (
            <ViewRow key={view.id} view={view} onChange={after} />
          ))}
        </ul>
      )}
      <form class="save-view" onSubmit={save}>
        <h3>{t('views.save')}</h3>
        <label>
          {t('views.name')}
          <input class="field" name="name" required maxLength={120} />
        </label>
        <label class="check">
          <input type="checkbox" name="shared" />
          {t('views.shared')}
        </label>
        <label class="check">
          <input type="checkbox" name="start" />
          {t('views.start')}
        </label>
        <button class="button strong">{t('views.save')}</button>
      </form>
    </Dialog>
  );
}
