import { computed, effect, signal } from '@preact/signals';
import { locale } from './store';

export const APPEARANCES = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof APPEARANCES)[number];

const KEY = 'assay.appearance';

function stored(): Appearance {
  try {
    const word = localStorage.getItem(KEY) as Appearance;
    return APPEARANCES.includes(word) ? word : 'system';
  } catch {
    return 'system';
  }
}

/** Of this browser, not of a view: it is not in the URL. */
export const appearance = signal<Appearance>('system');

const touch = typeof matchMedia === 'undefined' ? null : matchMedia('(pointer: coarse)');
export const isTouch = signal(touch?.matches ?? false);
const narrow = typeof matchMedia === 'undefined' ? null : matchMedia('(max-width: 47.99rem)');
export const isPhone = signal(narrow?.matches ?? false);
/** With fingers there is no Ctrl key: a switch makes every tap add. */
export const isSelectingSeveral = signal(false);
export const selectionMode = computed(() => (isSelectingSeveral.value ? 'add' : 'replace'));

/** How much larger than usual the reader's text is: charts grow with it. */
export const textScale = signal(1);
export const USUAL_TEXT_PX = 15;

function measureText(): void {
  textScale.value = parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_TEXT_PX || 1;
}

export function startAppearance(): void {
  measureText();
  addEventListener('resize', measureText);
  appearance.value = stored();
  touch?.addEventListener('change', (event) => {
    isTouch.value = event.matches;
  });
  narrow?.addEventListener('change', (event) => {
    isPhone.value = event.matches;
  });
  effect(() => {
    document.documentElement.dataset['theme'] = appearance.value;
    try {
      localStorage.setItem(KEY, appearance.value);
    } catch {
      // Storage may be switched off; the choice then lasts as long as the page.
    }
  });
  effect(() => {
    document.documentElement.lang = locale.value.language;
    document.documentElement.dir = locale.value.direction;
  });
}
