import { effect } from '@preact/signals';
import type { CardAnswer, GroupedAnswer, Measure } from '../api/types';
import { plain } from '../i18n/bidi';
import { hasFilters } from './choices';
import { lastAnswer, lastError } from './coordinator';
import { announcement } from './overlays';
import { choices, description, locale, page } from './store';

export function measureOf(id: string): Measure {
  return (
    description.value?.measures.find((measure) => measure.id === id) ?? {
      id,
      label: { en: id, ar: id },
      sentence: { en: '', ar: '' },
      format: 'quantity',
    }
  );
}

function filterCount(): number {
  const { filters, date } = choices.peek();
  return Object.values(filters).reduce((sum, keys) => sum + keys.length, 0) + (date === null ? 0 : 1);
}

/** The first figure of the page that the answer holds, as "Total Sales: EGP 1.00". */
function summary(): string {
  const { t, text, measure } = locale.peek();
  for (const visual of page.peek()?.visuals ?? []) {
    const answer = lastAnswer.peek()?.visuals[visual.id] as Partial<CardAnswer & GroupedAnswer> | undefined;
    const values = answer?.values ?? answer?.total?.values;
    const first = measureOf(visual.measures[0] ?? '');
    if (values)
      return t('visual.mark', { label: text(first.label), value: measure(first.format, values[first.id] ?? null) });
  }
  return '';
}

/** Tells screen readers what an interaction changed, in one sentence. */
export function startAnnouncing(): void {
  effect(() => {
    if (lastAnswer.value === null) return;
    const { t } = locale.peek();
    const filters = hasFilters(choices.peek()) ? t('filters.on', { n: filterCount() }) : t('filters.none');
    announcement.value = plain(t('live.updated', { summary: summary(), filters }));
  });
  effect(() => {
    if (lastError.value !== null)
      announcement.value = plain(locale.peek().t('live.failed', { message: lastError.value }));
  });
}
