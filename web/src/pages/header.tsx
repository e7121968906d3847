import type { Language } from '../api/types';
import { logout } from '../api/calls';
import { APPEARANCES, appearance, type Appearance } from '../state/appearance';
import { openDialog } from '../state/overlays';
import { choices, choose, customerKey, description, goTo, locale, place, session } from '../state/store';
import { writeChoices } from '../state/url';
import { Icon } from '../style/icons';

function PageTabs() {
  const { t, text } = locale.value;
  return (
    <nav aria-label={t('nav.pages')} class="tabs">
      {description.value?.pages.map((page) => {
        const isHere = page.path === place.value.path || (customerKey.value !== null && page.id === 'products');
        const carried = { ...choices.value, options: choices.value.options };
        return (
          <a
            key={page.id}
            href={page.path + writeChoices(carried)}
            aria-current={isHere ? 'page' : undefined}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              goTo({ path: page.path, choices: carried });
            }}
          >
            {text(page.title)}
          </a>
        );
      })}
    </nav>
  );
}

function LanguageButton({ locales }: { locales: readonly Language[] }) {
  const { t, language } = locale.value;
  const other = locales.find((one) => one !== language);
  if (other === undefined) return null;
  return (
    <button
      type="button"
      class="quiet"
      lang={other}
      aria-label={`${t('header.language')}: ${t(`language.${other}`)}`}
      onClick={() => choose({ ...choices.value, language: other === locales[0] ? null : other })}
    >
      {other === 'ar' ? 'العربية' : 'English'}
    </button>
  );
}

function AppearanceChoice() {
  const { t } = locale.value;
  return (
    <label class="tool appearance">
      <span class="unseen">{t('header.theme')}</span>
      <Icon name="contrast" />
      <select
        value={appearance.value}
        onChange={(event) => {
          appearance.value = event.currentTarget.value as Appearance;
        }}
      >
        {APPEARANCES.map((one) => (
          <option key={one} value={one}>
            {t(`theme.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

async function leave(): Promise<void> {
  await logout();
  location.assign('/login');
}

export function Header() {
  const { t } = locale.value;
  const user = session.value?.user ?? null;
  return (
    <header class="top">
      <div class="brand">
        <img src="/assets/icon.svg" alt="" width={28} height={28} />
        <bdi>{description.value?.project ?? ''}</bdi>
      </div>
      <PageTabs />
      <div class="tools">
        <button
          type="button"
          class="quiet"
          aria-haspopup="dialog"
          aria-label={t('views.title')}
          onClick={() => {
            openDialog.value = { kind: 'views' };
          }}
        >
          <Icon name="bookmark" />
          <span>{t('views.title')}</span>
        </button>
        <LanguageButton locales={description.value?.locales ?? []} />
        <AppearanceChoice />
        {user !== null && (
          <button type="button" class="quiet" onClick={() => void leave()}>
            {t('header.logout', { user })}
          </button>
        )}
      </div>
    </header>
  );
}
