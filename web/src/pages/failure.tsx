import { locale } from '../state/store';

/** Nothing can be shown: says why, and offers another try. */
export function Failure({ message }: { message: string }) {
  const { t } = locale.value;
  return (
    <main class="failure">
      <p role="alert">{t('app.failed', { message })}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {t('app.retry')}
      </button>
    </main>
  );
}
