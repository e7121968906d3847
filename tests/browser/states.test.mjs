import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { base, finish, mockOnly, open, play, settled } from './browser.mjs';

after(finish);

test('of two open pages each takes a new release when its reader wants it', { skip: mockOnly }, async () => {
  const pages = [await open('/'), await open('/stores')];
  const { release } = await play();
  await play({ release: release + 1 });
  for (const page of pages) {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.locator('.notice button').waitFor();
  }
  await pages[0].locator('.notice button').click();
  await settled(pages[0]);
  await pages[1].locator('[data-visual=sales_by_store] [data-dimension=store]').first().press('Enter');
  await settled(pages[1]);
  assert.equal(pages[1].queries.at(-1).release, release, 'figures of one page stay of one release');
  assert.equal(await pages[1].locator('.notice button').count(), 1);
  for (const page of pages) await page.context().close();
});

test(
  'a release that is gone while a page is open: all its figures move on together, and it says so',
  { skip: mockOnly },
  async () => {
    const page = await open('/');
    const { release } = await play();
    await play({ release: release + 2, oldest: release + 1 });
    await page.locator('[data-visual=sales_by_date] select').selectOption('quarter');
    await page.getByText('The data shown before is no longer kept.').waitFor();
    await settled(page);
    const [asked, again] = page.queries.slice(-2);
    assert.deepEqual([asked.release, asked.visuals], [release, ['sales_by_date']]);
    assert.deepEqual([again.release, again.visuals], [undefined, undefined], 'the whole page, from the newest release');
    await page.locator('.notice button').click();
    assert.equal(await page.locator('.notice').count(), 0);
    await page.context().close();
  },
);

test('filters that match nothing leave every visual in its place and say so', async () => {
  const page = await open('/products?store=999999');
  assert.ok((await page.getByText('No sales match the filters.').count()) >= 3);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

/** The description as the server gives it, changed before the page reads it. */
async function openChanged(path, change) {
  const pages = change(await (await fetch(`${base}/api/pages`)).json());
  const page = await open('/login', { isRaw: true });
  await page.route('**/api/pages', (route) => route.fulfill({ json: pages }));
  await page.goto(base + path);
  return page;
}

test('an empty shop and a shop without stores say what is missing', async () => {
  const page = await openChanged('/stores', (known) => ({
    ...known,
    data: { first_day: null, last_day: null, as_of: known.data.as_of },
    dimensions: known.dimensions.filter(({ id }) => id !== 'store'),
    slicers: known.slicers.filter((id) => id !== 'store'),
    pages: known.pages.map((one) =>
      one.id === 'stores' ? { ...one, visuals: [], empty: { en: 'This shop has no stores.', ar: 'لا فروع.' } } : one,
    ),
  }));
  await page.getByText('This shop has no stores.').waitFor();
  await page.locator('.slicer-button', { hasText: 'Date' }).click();
  await page.locator('.dropdown input[type=date]').first().waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('an address that names what the shop does not have still opens', async () => {
  const page = await open('/?planet=Mars&from=x&sales_by_date.grain=month&date=2025-01');
  assert.equal(await page.locator('[data-chip]').count(), 1);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
