import {
  COMPARISONS,
  NO_CHOICES,
  RELATIVE_DATES,
  type Choices,
  type Comparison,
  type DateChoice,
  type RelativeDate,
  type VisualOptions,
} from './choices';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PERIOD = /^(\d{4}(-(Q[1-4]|W\d{2}|\d{2}(-\d{2})?))?|FY\d{4}(-Q[1-4])?)$/;
const OPTION = /^([a-z0-9_]+)\.([a-z_]+)$/;

function isRelative(word: string): word is RelativeDate {
  return (RELATIVE_DATES as readonly string[]).includes(word);
}

function dateOf(words: URLSearchParams): DateChoice | null {
  const from = words.get('from');
  const to = words.get('to');
  if (from !== null && to !== null && DAY.test(from) && DAY.test(to)) {
    return from <= to ? { kind: 'range', from, to } : { kind: 'range', from: to, to: from };
  }
  const dates = words.getAll('date');
  const relative = dates.find(isRelative);
  if (relative !== undefined) return { kind: 'relative', name: relative };
  const keys = dates.filter((key) => PERIOD.test(key));
  return keys.length > 0 ? { kind: 'keys', keys } : null;
}

function optionsOf(words: URLSearchParams): Choices['options'] {
  const options: Record<string, Record<string, string>> = {};
  for (const [name, value] of words) {
    const found = OPTION.exec(name);
    if (found?.[1] !== undefined && found[2] !== undefined && value !== '') {
      options[found[1]] = { ...options[found[1]], [found[2]]: value };
    }
  }
  return options;
}

/** Reads the query part of a URL. Words that mean nothing here are left out: an old link still opens. */
export function parseChoices(search: string, isDimension: (id: string) => boolean): Choices {
  const words = new URLSearchParams(search);
  const filters: Record<string, string[]> = {};
  for (const [name, value] of words) {
    if (name === 'date' || !isDimension(name)) continue;
    const keys = filters[name] ?? [];
    filters[name] = keys.includes(value) ? keys : [...keys, value];
  }
  const compare = words.get('compare') as Comparison | null;
  const language = words.get('lang');
  return {
    filters,
    date: dateOf(words),
    compare: compare !== null && COMPARISONS.includes(compare) ? compare : NO_CHOICES.compare,
    language: language === 'en' || language === 'ar' ? language : null,
    options: optionsOf(words),
  };
}

function appendDate(words: URLSearchParams, date: DateChoice | null): void {
  if (date === null) return;
  if (date.kind === 'range') {
    words.append('from', date.from);
    words.append('to', date.to);
  } else if (date.kind === 'relative') {
    words.append('date', date.name);
  } else {
    for (const key of date.keys) words.append('date', key);
  }
}

function appendOptions(words: URLSearchParams, visual: string, options: VisualOptions): void {
  for (const [option, value] of Object.entries(options)) words.append(`${visual}.${option}`, value);
}

/** Writes the choices as the query part of a URL, "" when there are none. */
export function writeChoices(choices: Choices): string {
  const words = new URLSearchParams();
  for (const [dimension, keys] of Object.entries(choices.filters)) {
    for (const key of keys) words.append(dimension, key);
  }
  appendDate(words, choices.date);
  if (choices.compare !== NO_CHOICES.compare) words.append('compare', choices.compare);
  if (choices.language !== null) words.append('lang', choices.language);
  for (const [visual, options] of Object.entries(choices.options)) appendOptions(words, visual, options);
  const text = words.toString();
  return text === '' ? '' : `?${text}`;
}
