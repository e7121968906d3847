import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';

/** Only what the language itself has: no DOM, nothing of Node. */
const context = createContext({});
runInContext(readFileSync(new URL('./charts.js', import.meta.url), 'utf8'), context);
const drawings = runInContext('charts.drawAll()', context) as Record<string, string>;

test('the context is bare', () => {
  for (const name of ['document', 'window', 'navigator', 'process', 'setTimeout', 'require', 'TextEncoder']) {
    assert.equal(runInContext(`typeof ${name}`, context), 'undefined', name);
  }
});

test('every kind of chart is drawn there, in both languages', () => {
  assert.equal(Object.keys(drawings).length, 14);
  for (const [name, svg] of Object.entries(drawings)) {
    assert.match(svg, /^<svg [^]*<\/svg>$/, name);
    assert.match(svg, /data-key="/, name);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined|\[object|var\(--/, name);
  }
  assert.match(drawings['bars ar'] ?? '', /direction="rtl"[^]*عضو/);
});
