import { removeKey } from '../state/actions';
import { withDate, type DateChoice } from '../state/choices';
import { lastAnswer } from '../state/coordinator';
import { labelOf } from '../state/labels';
import { choices, choose, dimension, locale } from '../state/store';
import { Icon } from '../style/icons';

const DAYS: Readonly<Record<string, number>> = { last_7_days: 7, last_30_days: 30 };

/** A choice of days in words. */
export function dateText(date: DateChoice): string {
  const { t, dayRange, period } = locale.value;
  if (date.kind === 'range') return dayRange(date.from, date.to);
  if (date.kind === 'keys') return date.keys.map(period).join(locale.value.language === 'ar' ? '، ' : ', ');
  return t(`date.${date.name}`, { days: DAYS[date.name] ?? 0 });
}

function Chip({
  dimensionId,
  value,
  isMissing,
  onRemove,
}: {
  dimensionId: string;
  value: string;
  isMissing: boolean;
  onRemove: () => void;
}) {
  const { t, text } = locale.value;
  const label = t('filters.chip', { dimension: text(dimension(dimensionId)?.label ?? dimensionId), value });
  return (
    <li class={isMissing ? 'chip missing' : 'chip'} data-chip={dimensionId}>
      <span>{isMissing ? t('filters.missing', { value: label }) : label}</span>
      <button type="button" class="icon" aria-label={t('filters.remove', { label })} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </li>
  );
}

/** What is on, each removable. A value that no longer exists says so. */
export function Chips() {
  const { text } = locale.value;
  const chosen = choices.value;
  const missing = lastAnswer.value?.missing ?? [];
  return (
    <ul>
      {chosen.date && (
        <Chip
          dimensionId="date"
          value={dateText(chosen.date)}
          isMissing={false}
          onRemove={() => choose(withDate(chosen, null))}
        />
      )}
      {Object.entries(chosen.filters).flatMap(([id, keys]) =>
        keys.map((key) => (
          <Chip
            key={`${id}=${key}`}
            dimensionId={id}
            value={text(labelOf(id, key))}
            onRemove={() => removeKey(id, key)}
            isMissing={missing.some((one) => one.dimension === id && one.key === key)}
          />
        )),
      )}
    </ul>
  );
}
