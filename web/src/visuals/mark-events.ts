import type { Mark } from '../state/selection';

/** Reads from the page what mark an event happened on; charts themselves know nothing of events. */
export function markElement(target: EventTarget | null): HTMLElement | SVGElement | null {
  return target instanceof Element ? target.closest<HTMLElement | SVGElement>('[data-dimension]') : null;
}

export function markOf(element: HTMLElement | SVGElement): Mark {
  const { dimension = '', key = '', withinDimension, withinKey } = element.dataset;
  if (withinDimension === undefined || withinKey === undefined) return { dimension, key };
  return { dimension, key, within: { dimension: withinDimension, key: withinKey } };
}

export function isDrawn(element: Element): boolean {
  return element instanceof SVGElement;
}
