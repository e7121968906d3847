import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextCell, type ArrowKey, type Cell } from '../src/visuals/keyboard';
import { tabStop } from '../src/visuals/tab-stop';

const line: Cell[] = [0, 1, 2].map((column) => ({ row: 0, column }));
const list: Cell[] = [0, 1, 2].map((row) => ({ row, column: 0 }));
/** A legend of two above two rows, the first with two parts. */
const split: Cell[] = [
  { row: -100, column: 0 },
  { row: -100, column: 1 },
  { row: 0, column: 0 },
  { row: 0, column: 1 },
  { row: 0, column: 2 },
  { row: 1, column: 0 },
];

function walk(cells: readonly Cell[], from: number, keys: readonly ArrowKey[], isMirrored = false): number {
  return keys.reduce((at, key) => nextCell(cells, at, key, isMirrored), from);
}

test('in one row or one column all arrows move along it', () => {
  assert.equal(walk(line, 0, ['ArrowRight', 'ArrowDown']), 2);
  assert.equal(walk(line, 2, ['ArrowLeft', 'ArrowUp']), 0);
  assert.equal(walk(list, 0, ['ArrowDown', 'ArrowRight']), 2);
});

test('edges hold, Home and End jump', () => {
  assert.equal(walk(line, 2, ['ArrowRight']), 2);
  assert.equal(walk(line, 0, ['ArrowLeft']), 0);
  assert.equal(walk(split, 3, ['Home']), 0);
  assert.equal(walk(split, 3, ['End']), 5);
});

test('rows and parts', () => {
  assert.equal(walk(split, 2, ['ArrowRight']), 3);
  assert.equal(walk(split, 4, ['ArrowDown']), 5);
  assert.equal(walk(split, 3, ['ArrowUp']), 1);
  assert.equal(walk(split, 5, ['ArrowUp']), 2);
});

test('mirrored columns follow the eye', () => {
  assert.equal(walk(line, 0, ['ArrowLeft'], true), 1);
  assert.equal(walk(line, 1, ['ArrowRight'], true), 0);
});

test('a chart stays reachable when the focused mark is gone', () => {
  const parts = [{ key: 'Gold', label: 'Gold', share: '1', values: {} }];
  const answer = { members: [{ key: '3', label: 'Cairo', values: {}, parts }] };
  assert.equal(tabStop('store=3', answer, 'store', 'tier'), 'store=3');
  assert.equal(tabStop('tier=Gold', answer, 'store', 'tier'), 'tier=Gold');
  assert.equal(tabStop('store=3/tier=Gold', answer, 'store', 'tier'), 'store=3/tier=Gold');
  assert.equal(tabStop('store=9', answer, 'store', 'tier'), null);
  assert.equal(tabStop('product=3', answer, 'store', 'tier'), null);
});
