import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../src/i18n/bidi';
import { tabSeparated } from '../src/visuals/cells';
import { makeLocale } from '../src/i18n/locale';

const EGP = { code: 'EGP', decimals: 2 };
const en = makeLocale('en', 'latn', EGP);
const ar = makeLocale('ar', 'latn', EGP);
const arab = makeLocale('ar', 'arab', EGP);

test('decimals are written exactly, whatever their size', () => {
  assert.equal(en.money('177660.0000'), 'EGP\u00a0177,660.00');
  assert.equal(en.money('90071992547409931234.5678'), 'EGP\u00a090,071,992,547,409,931,234.57');
  assert.equal(en.money('-0.0050'), 'EGP\u00a0-0.01');
  assert.equal(en.money(null), '–');
  assert.equal(en.count('1234567'), '1,234,567');
  assert.equal(en.percent('0.2963'), '29.6%');
  assert.equal(en.signedPercent('0.0312'), '+3.1%');
  assert.equal(en.short('money', '11310000'), '11.3M');
});

test('display decimals follow the currency', () => {
  assert.equal(makeLocale('en', 'latn', { code: 'KWD', decimals: 3 }).money('1.5'), 'KWD\u00a01.500');
  assert.equal(makeLocale('en', 'latn', { code: 'JPY', decimals: 0 }).money('1234.4'), 'JPY\u00a01,234');
});

test('Arabic isolates numbers and codes, with either digits', () => {
  assert.equal(ar.money('-1250.5'), '\u2066-1,250.50\u2069\u00a0\u2066EGP\u2069');
  assert.equal(plain(arab.count('1234')), '١٬٢٣٤');
  assert.equal(ar.text('High Street'), '\u2068High Street\u2069');
  assert.equal(ar.text({ en: 'Gold', ar: 'ذهبي' }), 'ذهبي');
});

test('periods have names', () => {
  assert.equal(en.period('2025-01'), 'Jan 2025');
  assert.equal(en.period('2025-01-15'), '15 Jan 2025');
  assert.equal(plain(en.period('2025-W03')), 'Week 3, 2025');
  assert.equal(plain(en.period('2025-Q2')), 'Q2 2025');
  assert.equal(plain(en.period('FY2025')), 'FY 2025');
  assert.equal(ar.period('2025-01'), 'يناير 2025');
  assert.match(plain(arab.period('2025-Q2')), /٢٠٢٥/);
});

test('Arabic uses all six plural forms', () => {
  const rows = [0, 1, 2, 3, 11, 100].map((n) => ar.t('rows.count', { n }));
  assert.equal(new Set(rows).size, 6);
  assert.equal(en.t('rows.count', { n: 1 }), '1 row');
  assert.equal(en.t('rows.count', { n: 2 }), '2 rows');
});

test('copied text is no formula for a spreadsheet, and numbers stay numbers', () => {
  const copied = (...cells: string[]) => tabSeparated({ head: [], rows: [{ key: '', cells }] }).slice(1);
  assert.equal(
    copied('=HYPERLINK("x")', '-2+3', '@SUM(A1)', '+20 12 a'),
    `'=HYPERLINK("x")\t'-2+3\t'@SUM(A1)\t'+20 12 a`,
  );
  assert.equal(copied('\u2068=1\u2069', '\t=1', 'two\r\nlines'), "'=1\t'=1\ttwo lines");
  assert.equal(
    copied('-11.4%', '-1,250.50', '+3.1%', '–', 'a=b', '\u2066-\u0661\u066b\u0665\u066a\u061c\u2069'),
    '-11.4%\t-1,250.50\t+3.1%\t–\ta=b\t-\u0661\u066b\u0665\u066a',
  );
  assert.equal(copied('EGP\u00a0-1.00'), 'EGP\u00a0-1.00');
});
