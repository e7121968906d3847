import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { finish, marks, open, phone, settled } from './browser.mjs';

after(finish);

/** What the browser itself counts as jumping: the share of the window that moved times how far; people notice 0.1. */
const STILL = 0.01;
/** Rows of a table change their order with a filter. */
const STILL_WITH_OTHER_ROWS = 0.03;

function watchShifts() {
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      const where = sources.map(
        ({ node }) => node?.closest?.('[data-visual]')?.dataset.visual ?? node?.className ?? '',
      );
      globalThis.shifts.push({ value, where });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

async function isStill(page, what, limit = STILL) {
  await settled(page);
  await page.waitForTimeout(200);
  const shifts = await page.evaluate(() => globalThis.shifts.splice(0));
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  assert.ok(sum <= limit, `${what} moved by ${sum}: ${JSON.stringify(shifts)}`);
}

const FIRST = { '/': 'customers_by_tier', '/products': 'products_by_sales', '/stores': 'sales_by_store' };
for (const [size, options] of [
  ['360 x 640', phone],
  ['a desktop', {}],
]) {
  for (const [path, visual] of Object.entries(FIRST)) {
    test(`nothing jumps on ${size}: ${path} is loaded, filtered, unfiltered, left and come back to`, async () => {
      const page = await open('/login', { ...options, isRaw: true });
      await page.addInitScript(watchShifts);
      await page.goto(new URL(path, page.url()).href);
      await isStill(page, 'loading');
      for (const what of ['a filter', 'taking it back']) {
        await marks(page, visual).first().dispatchEvent('click');
        await isStill(page, what, STILL_WITH_OTHER_ROWS);
      }
      for (let i = 0; i < 3; i += 1) {
        await page.locator('.tabs a').nth(i).click();
        await isStill(page, `the page ${i + 1}`);
      }
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }
}

test('few bars leave a long page as long as it was', async () => {
  const page = await open('/products', phone);
  const tops = () => page.locator('[data-visual]').evaluateAll((all) => all.map((one) => Math.round(one.offsetTop)));
  const before = await tops();
  await page.goto(`${page.url()}?store=999999`);
  await settled(page);
  const empty = await tops();
  const moved = empty.slice(0, 4).map((top, i) => top - before[i]);
  assert.ok(
    moved.every((by) => Math.abs(by - moved[0]) <= 2),
    String(moved),
  );
  await page.context().close();
});
