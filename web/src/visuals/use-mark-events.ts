import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import type { Answer, Visual } from '../api/types';
import { isTouch } from '../state/appearance';
import { pick } from '../state/actions';
import { withDate } from '../state/choices';
import { openMenu, openTip, type Spot } from '../state/overlays';
import { brushedDate } from '../state/periods';
import { choices, choose, locale } from '../state/store';
import { isArrowKey, nextCell } from './keyboard';
import { isDrawn, markElement, markOf } from './mark-events';
import { tipOf } from './tip';

export interface MarkEventsContext {
  readonly visual: Visual;
  readonly answer: Answer | null;
  readonly figure: RefObject<HTMLElement | null>;
  readonly focusId: Signal<string | null>;
  readonly brush: Signal<readonly [string, string] | null>;
}

type MarkElement = HTMLElement | SVGElement;

function spotAbove(element: Element): Spot {
  const { left, top, width } = element.getBoundingClientRect();
  return { x: left + Math.min(width / 2, 160), y: top };
}

function cellOf(element: MarkElement) {
  return { row: Number(element.dataset['row'] ?? 0), column: Number(element.dataset['column'] ?? 0) };
}

/** Every way to point at, choose and open a mark: pointer, finger and keyboard, for all charts alike. */
export function useMarkEvents({ visual, answer, figure, focusId, brush }: MarkEventsContext) {
  const brushedFrom = useRef<string | null>(null);
  const hasBrushed = useRef(false);

  function showTip(element: MarkElement): void {
    openTip.value = tipOf(visual, answer, markOf(element), spotAbove(element), locale.value);
  }

  function showMenu(element: MarkElement | null, spot: Spot): void {
    const mark = element ? markOf(element) : null;
    const tip = mark ? tipOf(visual, answer, mark, spot, locale.value) : null;
    const label = tip?.title ?? element?.textContent ?? locale.value.text(visual.title);
    openTip.value = null;
    openMenu.value = { visual, mark, label, spot, opener: element };
  }

  function focusMark(element: MarkElement): void {
    focusId.value = element.dataset['mark'] ?? null;
    element.focus();
    showTip(element);
  }

  function finishBrush(): void {
    const range = brush.value;
    brush.value = null;
    if (range === null || answer === null || !('members' in answer)) return;
    const keys = answer.members.map((member) => member.key);
    const [from = 0, to = 0] = range.map((key) => keys.indexOf(key)).sort((a, b) => a - b);
    choose(withDate(choices.value, brushedDate(keys.slice(from, to + 1))));
  }

  function moveFocus(element: MarkElement, event: KeyboardEvent): void {
    const marks = [...(figure.current?.querySelectorAll<MarkElement>('[data-mark]') ?? [])];
    const isTime = element.closest('[data-time]') !== null;
    const isMirrored = locale.value.direction === 'rtl' && !isTime && visual.type !== 'map';
    if (!isArrowKey(event.key)) return;
    const next = marks[nextCell(marks.map(cellOf), marks.indexOf(element), event.key, isMirrored)];
    if (!next) return;
    event.preventDefault();
    if (isTime && event.shiftKey) {
      const start = brush.value?.[0] ?? element.dataset['key'] ?? '';
      brush.value = [start, next.dataset['key'] ?? ''];
    }
    focusMark(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const element = markElement(event.target);
    if (element === null) return;
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      const { left, bottom } = element.getBoundingClientRect();
      showMenu(element, { x: left, y: bottom });
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (brush.value !== null) brush.value = null;
      else if (openTip.value !== null) openTip.value = null;
      else figure.current?.querySelector<HTMLElement>('.more')?.focus();
    } else if (!isDrawn(element)) {
      return;
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (brush.value !== null) finishBrush();
      else pick(markOf(element), event.ctrlKey || event.metaKey);
    } else {
      moveFocus(element, event);
    }
  }

  function onPointerDown(event: PointerEvent): void {
    const element = markElement(event.target);
    hasBrushed.current = false;
    brushedFrom.current = null;
    if (event.pointerType === 'mouse' && event.button === 0 && element?.closest('[data-time]'))
      brushedFrom.current = element.dataset['key'] ?? null;
  }

  function onPointerMove(event: PointerEvent): void {
    const key = markElement(event.target)?.dataset['key'];
    if (brushedFrom.current === null || key === undefined) return;
    if (key !== brushedFrom.current || brush.value !== null) brush.value = [brushedFrom.current, key];
  }

  function onPointerUp(): void {
    brushedFrom.current = null;
    if (brush.value === null) return;
    hasBrushed.current = true;
    finishBrush();
  }

  function onPointerOver(event: PointerEvent): void {
    const element = markElement(event.target);
    if (event.pointerType === 'mouse' && element !== null) showTip(element);
  }

  function onPointerLeave(event: PointerEvent): void {
    if (event.pointerType === 'mouse') openTip.value = null;
    brush.value = null;
    brushedFrom.current = null;
  }

  function onClick(event: MouseEvent): void {
    const element = markElement(event.target);
    if (element === null || hasBrushed.current) return;
    if (element.dataset['mark'] !== undefined) focusId.value = element.dataset['mark'];
    pick(markOf(element), event.ctrlKey || event.metaKey);
    if (isTouch.value) showTip(element);
  }

  function onContextMenu(event: MouseEvent): void {
    const element = markElement(event.target);
    event.preventDefault();
    showMenu(element, { x: event.clientX, y: event.clientY });
  }

  function onFocusIn(event: FocusEvent): void {
    const element = markElement(event.target);
    if (element !== null && isDrawn(element) && element.matches(':focus-visible')) showTip(element);
  }

  function onFocusOut(): void {
    openTip.value = null;
  }

  return {
    onKeyDown,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerOver,
    onPointerLeave,
    onClick,
    onContextMenu,
    onfocusin: onFocusIn,
    onfocusout: onFocusOut,
  };
}
