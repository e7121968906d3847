import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { finish, open } from './browser.mjs';

after(finish);

/** The published figures of the demo shop. */
test('the demo shows its figures', async () => {
  const page = await open('/');
  const text = (visual) => page.locator(`[data-visual="${visual}"]`).innerText();
  assert.match(await text('total_sales'), /177,660\.00/);
  assert.match(await text('customers'), /\b27\b/);
  assert.match(await text('average_sale_per_customer'), /6,580\.00/);
  const tiers = await page
    .locator('[data-visual=customers_by_tier] [data-mark]')
    .evaluateAll((list) =>
      list.map((one) => `${one.dataset.key} ${one.getAttribute('aria-label').replace(/[\u2066-\u2069]/g, '')}`),
    );
  assert.match(
    tiers.find((one) => one.startsWith('Gold')),
    /: 8,/,
  );
  assert.match(
    tiers.find((one) => one.startsWith('Silver')),
    /: 6,/,
  );
  assert.match(
    tiers.find((one) => one.startsWith('Bronze')),
    /: 13,/,
  );
  await page.context().close();
});

test('the demo names its best store, category and product', async () => {
  const stores = await open('/stores');
  assert.match(
    await stores
      .locator('[data-visual=sales_by_store] [data-mark][data-dimension=store]')
      .first()
      .getAttribute('aria-label'),
    /High Street Store/,
  );
  await stores.context().close();
  const products = await open('/products');
  assert.match(
    await products.locator('[data-visual=sales_by_category] [data-mark]').first().getAttribute('aria-label'),
    /Electronics/,
  );
  assert.match(
    await products.locator('[data-visual=products_by_sales] [data-mark]').first().getAttribute('aria-label'),
    /Smartwatch/,
  );
  await products.context().close();
});
