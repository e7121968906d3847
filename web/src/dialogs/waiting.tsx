import { locale } from '../state/store';

/** What a dialog shows until its content is there, or why it is not. */
export function Waiting({ error }: { error: string | null }) {
  const { t } = locale.value;
  if (error !== null)
    return (
      <p class="state" role="alert">
        {t('visual.failed', { message: error })}
      </p>
    );
  return <div class="skeleton" role="status" aria-label={t('app.loading')} />;
}
