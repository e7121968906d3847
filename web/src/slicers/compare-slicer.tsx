import { COMPARISONS, type Comparison } from '../state/choices';
import { choices, choose, locale } from '../state/store';

/** What the changes on the cards are measured against. */
export function CompareSlicer() {
  const { t } = locale.value;
  return (
    <label class="slicer-button compare">
      <span class="slicer-name">{t('compare.label')}</span>
      <select
        value={choices.value.compare}
        onChange={(event) => choose({ ...choices.value, compare: event.currentTarget.value as Comparison })}
      >
        {COMPARISONS.map((one) => (
          <option key={one} value={one}>
            {t(`compare.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
