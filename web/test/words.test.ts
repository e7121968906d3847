import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ar } from '../src/i18n/ar';
import { en, type MessageKey } from '../src/i18n/en';

/** Words that a plural's zero, one and two may leave out, because they say the number themselves. */
const SPOKEN = new Set(['n', 'amount']);

function wordsOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();
}

for (const key of Object.keys(en) as MessageKey[]) {
  test(`${key} says the same in both languages`, () => {
    const english: string | Readonly<Record<string, string>> = en[key];
    const arabic: string | Readonly<Record<string, string>> = ar[key];
    if (typeof english === 'string') {
      assert.ok(typeof arabic === 'string' && arabic !== '');
      assert.deepEqual(wordsOf(arabic), wordsOf(english));
      return;
    }
    assert.ok(typeof arabic !== 'string');
    const wanted = wordsOf(english['other'] ?? '');
    assert.deepEqual(wordsOf(arabic['other'] ?? ''), wanted);
    for (const form of Object.values(arabic)) {
      assert.notEqual(form, '');
      const words = wordsOf(form);
      assert.ok(
        words.every((word) => wanted.includes(word)),
        form,
      );
      assert.ok(
        wanted.every((word) => SPOKEN.has(word) || words.includes(word)),
        form,
      );
    }
  });
}
