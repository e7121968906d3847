import { computed, signal } from '@preact/signals';
import type { Description, Dimension, Page, Session } from '../api/types';
import { makeLocale } from '../i18n/locale';
import { NO_CHOICES, type Choices } from './choices';
import { parseChoices, writeChoices } from './url';

/** Where the browser stands: a path of the server and what the user has chosen. */
export interface Place {
  readonly path: string;
  readonly choices: Choices;
}

export const description = signal<Description | null>(null);
export const session = signal<Session | null>(null);
export const place = signal<Place>({ path: '/', choices: NO_CHOICES });

export const choices = computed(() => place.value.choices);
export const locale = computed(() => {
  const known = description.value;
  const language = choices.value.language ?? known?.locales[0] ?? 'en';
  return makeLocale(language, known?.digits ?? 'latn', known?.currency ?? { code: '', decimals: 2 });
});
export const page = computed<Page | null>(
  () => description.value?.pages.find(({ path }) => path === place.value.path) ?? null,
);
export const customerKey = computed<string | null>(() => {
  const found = /^\/customers\/([^/]+)$/.exec(place.value.path);
  return found?.[1] === undefined ? null : decodeURIComponent(found[1]);
});

export function dimension(id: string): Dimension | null {
  return description.value?.dimensions.find((one) => one.id === id) ?? null;
}

function placeOf(url: Location | URL): Place {
  const isDimension = (id: string) => dimension(id) !== null;
  return { path: url.pathname.replace(/\/index\.html$/, '/'), choices: parseChoices(url.search, isDimension) };
}

export function urlOf({ path, choices: chosen }: Place): string {
  return path + writeChoices(chosen);
}

/** Goes to a place; `replace` leaves no step behind for Back (used while typing). */
export function goTo(next: Place, how: 'push' | 'replace' = 'push'): void {
  const url = urlOf(next);
  if (url !== location.pathname + location.search) {
    if (how === 'push') history.pushState(null, '', url);
    else history.replaceState(null, '', url);
  }
  place.value = next;
}

export function choose(next: Choices, how: 'push' | 'replace' = 'push'): void {
  goTo({ path: place.value.path, choices: next }, how);
}

/** Follows an address of our own, for example that of a saved view. */
export function follow(url: string): void {
  goTo(placeOf(new URL(url, location.href)));
}

/** Reads where the browser stands, now and on Back and Forward. Needs the description. */
export function followBrowser(): void {
  place.value = placeOf(location);
  addEventListener('popstate', () => {
    place.value = placeOf(location);
  });
}
