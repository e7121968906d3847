import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { bars, chips, choose, finish, marks, open, row, search, settled } from './browser.mjs';

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
  ['/stores', 'stores_table', (page) => page.locator('[data-visual=stores_table] tbody [data-dimension]').first()],
];
for (const [path, visual, locate, at] of CLICKED) {
  test(`a click in ${visual} filters and a second one undoes`, () => clicksAndUndoes(path, visual, locate, at));
}

test('a part of a bar filters by both of its dimensions', async () => {
  const page = await open('/stores');
  const part = page.locator('[data-visual=customers_by_store_tier] [data-within-key]').first();
  const wanted = [await part.getAttribute('data-within-key'), await part.getAttribute('data-key')];
  await part.click();
  await settled(page);
  const words = new URLSearchParams(search(page));
  assert.deepEqual([words.get('store'), words.get('tier')], wanted);
  await page.context().close();
});

test('others dim, Ctrl adds, and the other visuals follow', async () => {
  const page = await open('/');
  const sales = () => page.locator('[data-visual=total_sales] .number').innerText();
  const before = await sales();
  await row(page, 'customers_by_tier', 0).click();
  await settled(page);
  const one = await sales();
  assert.notEqual(one, before);
  assert.equal(await row(page, 'customers_by_tier', 1).getAttribute('opacity'), '0.28');
  assert.equal(await row(page, 'customers_by_tier', 0).getAttribute('aria-selected'), 'true');
  await row(page, 'customers_by_tier', 1).click({ modifiers: ['Control'] });
  await settled(page);
  assert.equal(new URLSearchParams(search(page)).getAll('tier').length, 2);
  assert.notEqual(await sales(), one);
  await page.locator('.reset').click();
  await settled(page);
  assert.equal(await sales(), before);
  await page.context().close();
});

test('Back, reload and a pasted link open the same view', async () => {
  const page = await open('/');
  await row(page, 'customers_by_tier', 0).click();
  await settled(page);
  await page.locator('.tabs a').nth(2).click();
  await settled(page);
  assert.match(page.url(), /\/stores\?tier=/);
  const shown = await page.locator('[data-visual=stores_table]').innerText();
  const link = page.url();
  await page.reload();
  await settled(page);
  assert.equal(await page.locator('[data-visual=stores_table]').innerText(), shown);
  const pasted = await open(new URL(link).pathname + new URL(link).search);
  assert.equal(await pasted.locator('[data-visual=stores_table]').innerText(), shown);
  await page.goBack();
  await settled(page);
  assert.equal(new URL(page.url()).pathname, '/');
  assert.equal(await chips(page).count(), 1);
  await page.goBack();
  await settled(page);
  assert.equal(await chips(page).count(), 0);
  await page.context().close();
  await pasted.context().close();
});

test('a brush over the line chooses days', async () => {
  const page = await open('/');
  const from = await marks(page, 'sales_by_date').nth(1).boundingBox();
  const to = await marks(page, 'sales_by_date').nth(3).boundingBox();
  await page.mouse.move(from.x + from.width / 2, from.y + 60);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, from.y + 60, { steps: 4 });
  await page.mouse.move(to.x + to.width / 2, to.y + 60, { steps: 4 });
  await page.mouse.up();
  await settled(page);
  const words = new URLSearchParams(search(page));
  assert.ok((words.get('from') && words.get('to')) || words.getAll('date').length === 3, search(page));
  await page.context().close();
});

test('slicers choose members and days; relative days stay relative in the address', async () => {
  const page = await open('/');
  await page.locator('.slicer-button', { hasText: 'Tier' }).click();
  await page.locator('.dropdown input[type=checkbox]').first().check();
  await settled(page);
  await page.keyboard.press('Escape');
  await page.locator('.slicer-button', { hasText: 'Date' }).click();
  await page.locator('.dropdown .choice', { hasText: 'Last 30 days' }).click();
  await settled(page);
  const words = new URLSearchParams(search(page));
  assert.equal(words.get('date'), 'last_30_days');
  assert.equal(words.getAll('tier').length, 1);
  await page.locator('.compare select').selectOption('same_period_last_year');
  await settled(page);
  assert.equal(new URLSearchParams(search(page)).get('compare'), 'same_period_last_year');
  await page.locator('[data-chip=date] button').click();
  await settled(page);
  assert.equal(new URLSearchParams(search(page)).get('date'), null);
  await page.context().close();
});

test('drilling goes down into a member and up again', async () => {
  const page = await open('/products');
  await choose(page, 'sales_by_category', marks(page, 'sales_by_category').first(), 'down');
  await settled(page);
  const words = new URLSearchParams(search(page));
  assert.equal(words.get('sales_by_category.level'), 'product');
  assert.ok(words.get('category'));
  assert.equal(await marks(page, 'sales_by_category').first().getAttribute('data-dimension'), 'product');
  await choose(page, 'sales_by_category', marks(page, 'sales_by_category').first(), 'up');
  await settled(page);
  assert.equal(search(page), '');
  await page.context().close();
});

test('the grain of the line and the number of bars are choices too', async () => {
  const page = await open('/');
  await page.locator('[data-visual=sales_by_date] select').selectOption('quarter');
  await settled(page);
  assert.equal(new URLSearchParams(search(page)).get('sales_by_date.grain'), 'quarter');
  assert.deepEqual(page.queries.at(-1).visuals, ['sales_by_date'], 'only this visual is asked for');
  await page.context().close();
});

test('a tooltip tells value, share and rank', async () => {
  const page = await open('/products');
  await row(page, 'products_by_sales', 1).hover();
  const text = await page.locator('.tip').innerText();
  assert.match(text, /Share/);
  assert.match(text, /Rank/);
  await page.mouse.move(2, 2);
  await page.locator('.tip').waitFor({ state: 'detached' });
  await page.context().close();
});

test('the menu of a mark explains, shows rows, shows a table, copies and exports', async () => {
  const page = await open('/products', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const mark = () => row(page, 'products_by_sales', 0);
  await choose(page, 'products_by_sales', mark(), 'explain');
  await page.locator('dialog[open] pre').waitFor();
  await page.keyboard.press('Escape');
  await choose(page, 'products_by_sales', mark(), 'rows');
  await page.locator('dialog[open] tbody tr').first().waitFor();
  await page.keyboard.press('Escape');
  await choose(page, 'products_by_sales', mark(), 'copy');
  await page.waitForTimeout(100);
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /\t/);
  const download = page.waitForEvent('download');
  await choose(page, 'products_by_sales', mark(), 'csv');
  assert.equal((await download).suggestedFilename(), 'products_by_sales.csv');
  await choose(page, 'products_by_sales', mark(), 'table');
  await page.locator('[data-visual=products_by_sales] .scroll-x table').waitFor();
  await page.locator('[data-visual=products_by_sales] .more').click();
  await page.locator('[role=menu] [data-item=table]').click();
  await page.locator('[data-visual=products_by_sales] svg.chart').waitFor();
  await page.context().close();
});

test('a CSV address is made with a token and the token is revoked', async () => {
  const page = await open('/?tier=Gold');
  await page.locator('[data-visual=sales_by_date] .more').click();
  await page.locator('[data-item=csv-address]').click();
  await page.locator('dialog .inline button').click();
  const address = await page.locator('dialog .address input').inputValue();
  assert.match(address, /\/api\/csv\/executive\/sales_by_date\?tier=Gold&token=/);
  await page.locator('dialog .views button').last().click();
  await page.context().close();
});

test('views are saved, opened and removed', async () => {
  const page = await open('/?tier=Gold');
  await page.locator('.tools button', { hasText: 'Views' }).click();
  await page.locator('dialog [name=name]').fill('Gold only');
  await page.locator('dialog .save-view .strong').click();
  await page.locator('dialog .views a', { hasText: 'Gold only' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.reset').click();
  await settled(page);
  await page.locator('.tools button', { hasText: 'Views' }).click();
  await page.locator('dialog .views a', { hasText: 'Gold only' }).click();
  await settled(page);
  assert.equal(search(page), '?tier=Gold');
  await page.locator('.tools button', { hasText: 'Views' }).click();
  await page.locator('dialog .views li', { hasText: 'Gold only' }).locator('button').last().click();
  await page.locator('dialog .views a', { hasText: 'Gold only' }).waitFor({ state: 'detached' });
  await page.context().close();
});

test('the table is sorted, searched and paged, and drills through to a customer', async () => {
  const page = await open('/products');
  const table = page.locator('[data-visual=customers_table]');
  await table.locator('thead button').first().click();
  await settled(page);
  assert.ok(new URLSearchParams(search(page)).get('customers_table.sort'));
  assert.match(await table.locator('th[aria-sort=ascending]').innerText(), /./);
  await table.locator('input[type=search]').fill('a');
  await page.waitForURL(/customers_table.search=a/);
  await settled(page);
  await table.locator('a.open').first().click();
  await page.waitForURL(/\/customers\//);
  await page.locator('main h1:not(.unseen)').waitFor();
  await page.goBack();
  await settled(page);
  assert.equal(await table.locator('input[type=search]').inputValue(), 'a');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
