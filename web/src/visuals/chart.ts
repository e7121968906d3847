import type { Locale } from '../i18n/locale';
import type { Theme } from '../style/theme';
import type { Mark } from '../state/selection';

/** What every chart is given: nothing of the browser, so that the server can draw it too. */
export interface ChartProps {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly locale: Locale;
  readonly title: string;
  /** The mark that Tab reaches; the first one when null. */
  readonly focusId: string | null;
  /** Rows and tiles are made large enough for a finger. */
  readonly isTouch: boolean;
}

export function markId(mark: Mark): string {
  const own = `${mark.dimension}=${mark.key}`;
  return mark.within ? `${mark.within.dimension}=${mark.within.key}/${own}` : own;
}

export interface MarkState {
  readonly mark: Mark;
  readonly label: string;
  readonly isSelected: boolean;
  readonly isDimmed: boolean;
  /** Where arrow keys find the mark. */
  readonly row: number;
  readonly column: number;
  readonly isTabStop: boolean;
}

/** Attributes of a mark's element: what assistive technology reads and what a click, a key or a menu needs to know. */
export function markAttributes(state: MarkState, theme: Theme): Record<string, string | number> {
  const { mark } = state;
  return {
    role: 'option',
    class: 'mark',
    tabindex: state.isTabStop ? 0 : -1,
    'aria-label': state.label,
    'aria-selected': state.isSelected ? 'true' : 'false',
    'data-mark': markId(mark),
    'data-dimension': mark.dimension,
    'data-key': mark.key,
    ...(mark.within ? { 'data-within-dimension': mark.within.dimension, 'data-within-key': mark.within.key } : {}),
    'data-row': state.row,
    'data-column': state.column,
    ...(state.isDimmed ? { opacity: theme.dimmed } : {}),
  };
}

/**
 * Attributes of the words beside or upon a mark. They lie outside the mark's element, which has its own full name; clicks
 * go through them to the mark below.
 */
export function wordsAttributes(isDimmed: boolean, theme: Theme): Record<string, string | number> {
  return { 'aria-hidden': 'true', 'pointer-events': 'none', ...(isDimmed ? { opacity: theme.dimmedText } : {}) };
}

/** Attributes of the whole chart: a list of options of which several can be chosen. */
export function chartAttributes(props: ChartProps, height: number): Record<string, string | number> {
  return {
    role: 'listbox',
    'aria-multiselectable': 'true',
    'aria-label': props.title,
    class: 'chart',
    width: props.width,
    height,
    viewBox: `0 0 ${props.width} ${height}`,
    direction: props.locale.direction,
    'font-size': props.theme.fontSize,
    'font-family': 'inherit',
  };
}

/** Left edge of something that starts `start` from the reading side and is `length` wide. */
export function mirrored(props: ChartProps, start: number, length: number): number {
  return props.locale.direction === 'rtl' ? props.width - start - length : start;
}
