import type { Decimal, GroupedMember, Measure, Values } from '../api/types';
import type { Locale } from '../i18n/locale';

/** A decimal as a number, for lengths and places only; what is read comes from the decimal text. */
export function geometry(value: Decimal | null | undefined): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}

export function valueOf(values: Values, measure: Measure): Decimal | null {
  return values[measure.id] ?? null;
}

/** "Cairo: EGP 1,200.00, 12.3%": what a mark is called. */
export function markLabel(
  member: Pick<GroupedMember, 'values' | 'share'>,
  name: string,
  measure: Measure,
  locale: Locale,
): string {
  const value = locale.measure(measure.format, valueOf(member.values, measure));
  if (member.share === null || member.share === undefined) return locale.t('visual.mark', { label: name, value });
  return locale.t('visual.mark_share', { label: name, value, share: locale.percent(member.share) });
}
