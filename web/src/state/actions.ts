import { batch } from '@preact/signals';
import type { Visual } from '../api/types';
import { csvUrl } from './addresses';
import { selectionMode } from './appearance';
import { withKeys, withOption, withoutFilters } from './choices';
import { announcement, openMenu, openTip } from './overlays';
import { toggle, type Mark } from './selection';
import { choices, choose, locale } from './store';

/** A click, tap or Enter on a mark. */
export function pick(mark: Mark, isAdding: boolean): void {
  choose(toggle(choices.value, mark, isAdding ? 'add' : selectionMode.value));
}

export function reset(): void {
  choose(withoutFilters(choices.value));
}

export function removeKey(dimension: string, key: string): void {
  const kept = (choices.value.filters[dimension] ?? []).filter((other) => other !== key);
  choose(withKeys(choices.value, dimension, kept));
}

export function setOption(
  visual: Visual,
  option: string,
  value: string | null,
  how: 'push' | 'replace' = 'push',
): void {
  choose(withOption(choices.value, visual.id, option, value), how);
}

export function closeFloating(): void {
  batch(() => {
    openMenu.value = null;
    openTip.value = null;
  });
}

export async function copyText(text: string): Promise<void> {
  const { t } = locale.value;
  try {
    await navigator.clipboard.writeText(text);
    announcement.value = t('menu.copied');
  } catch {
    announcement.value = t('menu.copy_failed');
  }
}

/** Starts the download of a visual's figures as the filters stand. */
export function downloadCsv(visual: Visual): void {
  const link = document.createElement('a');
  link.href = csvUrl(visual, null);
  link.download = `${visual.id}.csv`;
  link.click();
}
