import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { chips, choose, finish, marks, open, row, search, settled } from './browser.mjs';

after(finish);

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
