import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { bars, chips, finish, marks, open, row, search, settled } from './browser.mjs';

after(finish);

/** Clicks until something is filtered; the click again undoes it. */
async function clicksAndUndoes(path, visual, locate, at = {}) {
  const page = await open(path);
  const mark = locate(page);
  const dimension = await mark.getAttribute('data-dimension');
  const key = await mark.getAttribute('data-key');
  const queries = page.queries.length;
  await mark.click(at);
  await settled(page);
  assert.deepEqual(new URLSearchParams(search(page)).getAll(dimension), [key], visual);
  assert.equal(page.queries.length, queries + 1, 'one request an interaction');
  assert.ok((await chips(page).count()) >= 1);
  await locate(page).click(at);
  await settled(page);
  assert.equal(search(page), '', `${visual}: the second click undoes`);
  assert.deepEqual(page.problems, []);
  await page.context().close();
}

/** The parts of a split bar lie above its row: the label is clicked. */
const LABEL = { position: { x: 8, y: 12 } };
const CLICKED = [
  ['/', 'sales_by_date', (page) => marks(page, 'sales_by_date').nth(2)],
  ['/', 'customers_by_tier', (page) => row(page, 'customers_by_tier', 0)],
  ['/', 'sales_by_country', (page) => bars(page, 'sales_by_country').last()],
  ['/', 'sales_by_country on the map', (page) => page.locator('.map-beside > :first-child [data-mark]').first()],
  ['/products', 'products_by_sales', (page) => row(page, 'products_by_sales', 1)],
  ['/products', 'sales_by_category', (page) => marks(page, 'sales_by_category').first()],
  ['/products', 'tier_mix_by_category', (page) => marks(page, 'tier_mix_by_category').first()],
  ['/products', 'segments', (page) => page.locator('[data-visual=segments] [data-dimension]').first()],
  [
    '/products',
    'customers_table',
    (page) => page.locator('[data-visual=customers_table] tbody [data-dimension=customer]').first(),
  ],
  [
    '/products',
    'customers_table cell',
    (page) => page.locator('[data-visual=customers_table] tbody [data-dimension=tier]').first(),
  ],
  ['/stores', 'sales_by_store', (page) => row(page, 'sales_by_store', 0), LABEL],
  ['/stores', 'the legend', (page) => page.locator('[data-visual=sales_by_store] [data-row="-100"]').first()],
  ['/stores', 'store_statements', (page) => page.locator('[data-visual=store_statements] [data-dimension]').first()],
  ['/stores', 'stores_table', (page) => page.locator('[data-visual=stores_table] tbody [data-dimension]').first()],
];
for (const [path, visual, locate, at] of CLICKED) {
  test(`a click in ${visual} filters and a second one undoes`, () => clicksAndUndoes(path, visual, locate, at));
}
