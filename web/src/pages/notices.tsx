import { hasMovedOn, showNewestRelease } from '../state/coordinator';
import { failedRun, newRelease, release, shownLine } from '../state/releases';
import { locale } from '../state/store';

function takeNewRelease(): void {
  shownLine.value = release.value;
  hasMovedOn.value = false;
  showNewestRelease();
}

/** Bars above the page: a newer release to take, and a last run that failed. */
export function Notices() {
  const { t, day, moment } = locale.value;
  const newer = newRelease.value;
  const failed = failedRun.value;
  const published = shownLine.value?.published;
  return (
    <div class="notices" role="region" aria-live="polite" aria-label={t('line.label')}>
      {failed && published && (
        <p class="notice failed">
          {t('release.failed', { moment: moment(failed.ended), message: failed.message, shown: moment(published) })}
        </p>
      )}
      {hasMovedOn.value && shownLine.value && (
        <p class="notice">
          <span>{t('release.gone', { day: day(shownLine.value.data_to) })}</span>
          <button type="button" class="button" onClick={() => (hasMovedOn.value = false)}>
            {t('dialog.close')}
          </button>
        </p>
      )}
      {newer && (
        <p class="notice">
          <span>{t('release.new', { day: day(newer.data_to) })}</span>
          <button type="button" class="button strong" onClick={takeNewRelease}>
            {t('release.show')}
          </button>
        </p>
      )}
    </div>
  );
}
