import type { Language } from '../api/types';

export const RELATIVE_DATES = [
  'last_7_days',
  'last_30_days',
  'this_month',
  'last_full_month',
  'this_year',
  'last_full_year',
] as const;
export type RelativeDate = (typeof RELATIVE_DATES)[number];

export const COMPARISONS = ['previous_period', 'same_period_last_year', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A choice of days. Relative ones are kept as words, so that a link opened later means the later days. */
export type DateChoice =
  | { readonly kind: 'range'; readonly from: string; readonly to: string }
  | { readonly kind: 'relative'; readonly name: RelativeDate }
  | { readonly kind: 'keys'; readonly keys: readonly string[] };

export type Filters = Readonly<Record<string, readonly string[]>>;
export type VisualOptions = Readonly<Record<string, string>>;

/** What the user has chosen: exactly what the URL holds. What is left at its default is absent. */
export interface Choices {
  readonly filters: Filters;
  readonly date: DateChoice | null;
  readonly compare: Comparison;
  readonly language: Language | null;
  readonly options: Readonly<Record<string, VisualOptions>>;
}

export const NO_CHOICES: Choices = { filters: {}, date: null, compare: 'previous_period', language: null, options: {} };

export function keysOf(choices: Choices, dimension: string): readonly string[] {
  if (dimension !== 'date') return choices.filters[dimension] ?? [];
  return choices.date?.kind === 'keys' ? choices.date.keys : [];
}

export function withKeys(choices: Choices, dimension: string, keys: readonly string[]): Choices {
  if (dimension === 'date') return { ...choices, date: keys.length === 0 ? null : { kind: 'keys', keys } };
  const { [dimension]: _, ...others } = choices.filters;
  return { ...choices, filters: keys.length === 0 ? others : { ...others, [dimension]: keys } };
}

export function withDate(choices: Choices, date: DateChoice | null): Choices {
  return { ...choices, date };
}

/** An option of one visual; null puts it back to its default. */
export function withOption(choices: Choices, visual: string, option: string, value: string | null): Choices {
  const { [option]: _, ...rest } = choices.options[visual] ?? {};
  const own = value === null ? rest : { ...rest, [option]: value };
  const { [visual]: __, ...others } = choices.options;
  return { ...choices, options: Object.keys(own).length === 0 ? others : { ...others, [visual]: own } };
}

/** Takes back every filter; language and the shape of visuals stay. */
export function withoutFilters(choices: Choices): Choices {
  return { ...choices, filters: {}, date: null };
}

export function hasFilters(choices: Choices): boolean {
  return choices.date !== null || Object.keys(choices.filters).length > 0;
}
