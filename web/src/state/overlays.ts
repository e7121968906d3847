import { signal } from '@preact/signals';
import type { Visual } from '../api/types';
import type { Where } from './body';
import type { Mark } from './selection';

/** A place on the screen, in CSS pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface MenuTarget {
  readonly visual: Visual;
  readonly mark: Mark | null;
  readonly label: string;
  readonly spot: Spot;
  /** Where the focus returns. */
  readonly opener: HTMLElement | SVGElement | null;
}

export interface TipLine {
  readonly name: string;
  readonly value: string;
}

export interface Tip {
  readonly title: string;
  readonly lines: readonly TipLine[];
  readonly spot: Spot;
}

export type DialogRequest =
  | { readonly kind: 'rows'; readonly label: string; readonly where: Where; readonly special: string | null }
  | { readonly kind: 'explain'; readonly label: string; readonly visual: Visual; readonly where: Where }
  | { readonly kind: 'csv'; readonly visual: Visual }
  | { readonly kind: 'views' }
  | { readonly kind: 'filters' };

/** At most one of each is open. */
export const openMenu = signal<MenuTarget | null>(null);
export const openTip = signal<Tip | null>(null);
export const openDialog = signal<DialogRequest | null>(null);
/** Said by screen readers, politely. */
export const announcement = signal('');

/** The rows of a mark, and-ed on top of the filters. */
export function whereOf(mark: Mark | null): Where {
  if (mark === null) return {};
  const own = { [mark.dimension]: [mark.key] };
  return mark.within ? { ...own, [mark.within.dimension]: [mark.within.key] } : own;
}
