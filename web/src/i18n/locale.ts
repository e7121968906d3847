import type { Language, Text } from '../api/types';
import { isolate } from './bidi';
import { makeDates, type Dates } from './dates';
import { makeNumbers, type Currency, type Numbers } from './numbers';
import { makeTranslate, type Translate } from './translate';

export type Direction = 'ltr' | 'rtl';

/** Everything that depends on language: words, numbers, dates, the reading direction. */
export interface Locale extends Numbers, Dates {
  readonly language: Language;
  readonly direction: Direction;
  readonly t: Translate;
  /** A text of the description or of the shop, isolated from the sentence around it. */
  text(value: Text | null | undefined): string;
}

export function makeLocale(language: Language, digits: 'latn' | 'arab', currency: Currency): Locale {
  const tag = language === 'ar' ? `ar-EG-u-nu-${digits}` : 'en-GB';
  const numbers = makeNumbers(language === 'ar' ? tag : 'en', language, currency);
  const t = makeTranslate(language, tag);
  return {
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    t,
    text(value) {
      if (value === null || value === undefined) return '';
      return typeof value === 'string' ? isolate(value) : value[language] || value.en;
    },
    ...numbers,
    ...makeDates(tag, t),
  };
}
