/** Where a mark lies for the arrow keys: legends in rows above the marks, parts in columns beside their row. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

export type ArrowKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End';

export function isArrowKey(key: string): key is ArrowKey {
  return ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key);
}

function nearest(cells: readonly Cell[], row: number, column: number): number {
  let best = -1;
  cells.forEach((cell, i) => {
    if (cell.row !== row) return;
    const known = cells[best];
    if (known === undefined || Math.abs(cell.column - column) < Math.abs(known.column - column)) best = i;
  });
  return best;
}

function rowStep(cells: readonly Cell[], from: Cell, step: number): number {
  const rows = [...new Set(cells.map((cell) => cell.row))].sort((a, b) => a - b);
  const next = rows[rows.indexOf(from.row) + step];
  return next === undefined ? -1 : nearest(cells, next, from.column);
}

function columnStep(cells: readonly Cell[], from: Cell, step: number): number {
  const columns = cells
    .filter((cell) => cell.row === from.row)
    .map((cell) => cell.column)
    .sort((a, b) => a - b);
  const next = columns[columns.indexOf(from.column) + step];
  return next === undefined ? -1 : nearest(cells, from.row, next);
}

/**
 * The mark that a key leads to, or the present one at an edge. Left and right follow the eye: `isMirrored` says that
 * columns run from the right. In a single row or column all four arrows move along it.
 */
export function nextCell(cells: readonly Cell[], current: number, key: ArrowKey, isMirrored: boolean): number {
  const from = cells[current];
  if (from === undefined || key === 'Home') return 0;
  if (key === 'End') return cells.length - 1;
  const isVertical = key === 'ArrowUp' || key === 'ArrowDown';
  const isOneRow = cells.every((cell) => cell.row === from.row);
  const isOneColumn = cells.filter((cell) => cell.row === from.row).length === 1;
  const isForward = key === 'ArrowDown' || key === (isMirrored ? 'ArrowLeft' : 'ArrowRight');
  const step = isForward ? 1 : -1;
  const along = isVertical ? !isOneRow : isOneColumn;
  const found = along ? rowStep(cells, from, step) : columnStep(cells, from, step);
  return found === -1 ? current : found;
}
