import type { Visual } from '../api/types';
import { dimension, locale } from '../state/store';
import { PAGE_THEME } from '../style/theme';
import { isStacked, rowHeight as barHeight } from './bar-chart';
import { legendHeight } from './legend';
import { isMapLikely, mapHeight } from './map-with-list';
import { rowHeight as shareHeight } from './share-chart';

/** What a chart of the kind is drawn in when nothing asks for more. */
export const HEIGHTS: Readonly<Partial<Record<Visual['type'], number>>> = {
  line: 300,
  tiers: 300,
  map: 340,
  bars: 340,
  treemap: 340,
  shares: 340,
};
/** A chart leaves room for the sentences below it. */
export const NOTE_HEIGHT = 28;

const SEARCH_ROW = 8;
const TABLE_ROW = { touch: 59, usual: 45 };
const MOST_OF_A_TABLE = 560;
/** Rows of customers of which more are expected than are shown. */
const MANY = 50;

function rowsOf(visual: Visual, level: string): { rows: number; grey: number } {
  const known = dimension(level);
  const all = known?.kind === 'customer' ? MANY : (known?.size ?? known?.members?.length ?? 0);
  const grey = known?.members?.filter((member) => member.grey).length ?? 0;
  const top = visual.top ?? Infinity;
  return { rows: all - grey > top ? top + 1 + grey : all, grey };
}

/**
 * Pixels that a visual's body takes while nothing is filtered, known before its figures come: skeleton, chart and empty
 * state take the same room, and few bars leave it as it was.
 */
export function reservedHeight(visual: Visual, level: string, width: number, isTouch: boolean): number {
  const usual = HEIGHTS[visual.type] ?? 0;
  const { rows, grey } = rowsOf(visual, level);
  const notes = visual.group_by.includes('tier') && visual.type !== 'tiers' ? NOTE_HEIGHT : 0;
  const parts = dimension(visual.group_by[1] ?? '')?.members ?? [];
  const legend = legendHeight({ width, isTouch, locale: locale.value, theme: PAGE_THEME }, parts);
  if (visual.type === 'bars')
    return Math.max(usual, legend + rows * barHeight(0, rows, isTouch || isStacked(width)) + notes);
  if (visual.type === 'shares')
    return Math.max(usual, legend + rows * shareHeight(0, rows, isTouch || isStacked(width)) + notes);
  if (visual.type === 'map') {
    const list = rows * barHeight(0, rows, isTouch || isStacked(width));
    return isMapLikely(level, rows) ? Math.max(usual, mapHeight(width, list)) : Math.max(usual, list);
  }
  if (visual.type === 'table') {
    const row = isTouch ? TABLE_ROW.touch : TABLE_ROW.usual;
    const search = (isTouch ? 44 : 36) + SEARCH_ROW;
    return search + Math.min(MOST_OF_A_TABLE, (Math.min(rows - grey, MANY) + 2) * row);
  }
  return usual;
}
