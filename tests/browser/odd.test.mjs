import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { base, finish, open, phone, settled } from './browser.mjs';

after(finish);

const shop = process.env.ODD;
const has = (...shops) => ({ skip: shops.includes(shop) ? false : `this is the shop ${shop}` });
const known = await (await fetch(`${base}/api/pages`)).json();

for (const path of ['/', '/products', '/stores']) {
  for (const [size, options] of [
    ['desktop', {}],
    ['phone', phone],
  ]) {
    for (const lang of ['en', 'ar']) {
      test(`${shop}: ${path} holds on a ${size} in ${lang}`, async () => {
        const page = await open(`${path}?lang=${lang}`, { ...options, isRaw: true });
        const shown = known.pages.find((one) => one.path === path);
        if (shown.visuals.length > 0) await settled(page);
        else await page.getByText(shown.empty[lang]).waitFor();
        assert.equal(await page.locator('[data-visual]').count(), shown.visuals.length);
        assert.equal(await page.locator('[data-visual] [role=alert]').count(), 0);
        const { wide, width, cut } = await page.evaluate(() => ({
          wide: document.documentElement.scrollWidth,
          width: document.documentElement.clientWidth,
          cut: [...document.querySelectorAll('svg.chart text')]
            .filter((text) => {
              const own = text.getBoundingClientRect();
              const svg = text.closest('svg').getBoundingClientRect();
              return own.left < svg.left - 3 || own.right > svg.right + 3;
            })
            .map((text) => text.textContent.slice(0, 60)),
        }));
        assert.equal(wide, width, 'no sideways scroll');
        assert.deepEqual(cut, [], 'text beside its chart');
        assert.deepEqual(page.problems, []);
        await page.context().close();
      });
    }
  }
}

test('one customer has a page, and scores', has('one-customer'), async () => {
  const page = await open('/products');
  await page.locator('[data-visual=customers_table] a.open').click();
  await page.locator('main h1:not(.unseen)').waitFor();
  assert.match(await page.locator('main').innerText(), /Ana/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test(
  'a long name is shortened in charts and whole for screen readers, chips and dialogs hold it',
  has('long-names'),
  async () => {
    const page = await open('/stores', phone);
    const mark = page.locator('[data-visual=sales_by_store] [data-mark][data-row="0"][data-column="0"]');
    assert.ok((await mark.getAttribute('aria-label')).length > 300);
    await mark.dispatchEvent('click');
    await settled(page);
    await page.locator('[data-visual=stores_table] .more').tap();
    await page.locator('[data-item=rows]').tap();
    await page.locator('dialog[open] tbody tr').first().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    await page.context().close();
  },
);

test('Arabic pages write the digits that the shop wants; English ones do not', has('long-names'), async () => {
  const arabic = await open('/?lang=ar');
  assert.match(await arabic.locator('[data-visual=total_sales] .number').innerText(), /[٠-٩]/);
  assert.doesNotMatch(await arabic.locator('[data-visual=total_sales]').innerText(), /[0-9]/);
  await arabic.context().close();
  const english = await open('/');
  assert.match(await english.locator('[data-visual=total_sales] .number').innerText(), /[0-9]/);
  await english.context().close();
});
