import type { Language } from '../api/types';
import { ar } from './ar';
import { isolate } from './bidi';
import { en, type MessageKey } from './en';

export type Words = Readonly<Record<string, string | number>>;
/** The sentence of a key, with its words filled in. `n` chooses the plural form and is written by the locale's digits. */
export type Translate = (key: MessageKey, words?: Words) => string;

type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

export function makeTranslate(language: Language, tag: string): Translate {
  const dictionary = language === 'ar' ? ar : en;
  const plural = new Intl.PluralRules(tag);
  const number = new Intl.NumberFormat(tag);
  return (key, words = {}) => {
    const message: string | Forms = dictionary[key];
    const template =
      typeof message === 'string' ? message : (message[plural.select(Number(words['n'] ?? 0))] ?? message.other ?? '');
    return template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const word = words[name];
      if (word === undefined) return '';
      return typeof word === 'number' ? number.format(word) : isolate(word);
    });
  };
}
