import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { choose, finish, open, row, search, settled } from './browser.mjs';

after(finish);

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
