import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { base, finish, open, row, search, settled } from './browser.mjs';

after(finish);

/** The served project and the program: these tests add sales to it, and run it, while its pages are open. */
const { ASSAY_PROJECT: project, ASSAY: assay } = process.env;
const command = promisify(execFile);
const run = () => command(assay, ['-C', project, 'run']);

let lines = 0;
/** Sells one smartwatch for 1,000.00 on the newest day, to a customer that the shop knows. */
function sell() {
  lines += 1;
  return command('sqlite3', [
    path.join(project, 'shop.db'),
    `INSERT INTO transactions VALUES (${90_000 + lines}, ${80_000 + lines}, '2025-10-30', 103, 8, 2, 1, '1000.00', '2025-10-30 12:00:00')`,
  ]);
}

/** Until the page was told: it asks when it comes to the front. */
async function told(page, locator) {
  for (let i = 0; i < 60 && (await page.locator(locator).count()) === 0; i += 1) {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.waitForTimeout(250);
  }
  await page.locator(locator).waitFor();
}

const sales = async (page) => {
  await settled(page);
  return page.locator('[data-visual=total_sales] .number').innerText();
};
const plain = (text) => text.replace(/[\u2066-\u2069]/g, '').replace(/\u00a0/g, ' ');

test('a run publishes while two pages are open: each takes the new figures when its reader wants them', async () => {
  const [taker, keeper] = [await open('/'), await open('/')];
  assert.match(plain(await sales(taker)), /177,660\.00/);
  await sell();
  await run();
  for (const page of [taker, keeper]) {
    await told(page, '.notice button');
    assert.match(plain(await sales(page)), /177,660\.00/, 'nothing changes by itself');
  }
  await taker.locator('.notice button').click();
  assert.match(plain(await sales(taker)), /178,660\.00/);
  assert.equal(await taker.locator('.notice').count(), 0);

  await row(keeper, 'customers_by_tier', 0).click();
  await settled(keeper);
  assert.equal(keeper.queries.at(-1).release, 1, 'the other page keeps its release');
  assert.match(plain(await sales(keeper)), /90,000\.00/);
  assert.equal(await keeper.locator('.notice button').count(), 1);
  await keeper.locator('header nav a', { hasText: 'Products' }).click();
  await settled(keeper);
  const asked = keeper.waitForRequest((request) => request.url().includes('/api/customer/'));
  await keeper.locator('[data-visual=customers_table] a.open').first().click();
  assert.equal(new URL((await asked).url()).searchParams.get('release'), '1', 'a customer is of the release shown too');
  await keeper.locator('main h1:not(.unseen)').waitFor();
  for (const page of [taker, keeper]) {
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

test('a release that is gone while a page is open: all its figures move on together, and it says so', async () => {
  const page = await open('/');
  const shown = (await (await fetch(`${base}/api/release`)).json()).release;
  for (let i = 1; i <= 2; i += 1) {
    await sell();
    await run();
    await told(page, '.notice button');
    for (
      let tries = 0;
      (await (await fetch(`${base}/api/release`)).json()).release < shown + i && tries < 60;
      tries += 1
    )
      await page.waitForTimeout(250);
  }
  await page.locator('[data-visual=sales_by_date] select').selectOption('quarter');
  await page.getByText('The data shown before is no longer kept.').waitFor();
  await settled(page);
  assert.match(plain(await sales(page)), /180,660\.00/, 'also of visuals that were not asked for');
  assert.equal(new URLSearchParams(search(page)).get('sales_by_date.grain'), 'quarter');
  await page.locator('.notice button').click();
  assert.equal(await page.locator('.notice').count(), 0);
  assert.ok(
    page.problems.every((one) => one.includes('410')),
    String(page.problems),
  );
  await page.context().close();
});

test('a run that fails is told with its reason and with the day of the figures shown, which stay', async () => {
  const page = await open('/');
  const before = await sales(page);
  const file = path.join(project, 'assay.yaml');
  const config = readFileSync(file, 'utf8');
  writeFileSync(file, config.replace('offset: 900', 'offset: 500'));
  await sell();
  await assert.rejects(run(), 'the gate stops the run');
  await told(page, '.notice.failed');
  const banner = plain(await page.locator('.notice.failed').innerText());
  assert.match(banner, /The last run failed on/);
  assert.match(banner, /customer/i, 'why');
  assert.match(banner, /The figures shown are from \d/, 'since when');
  assert.equal(await sales(page), before);
  assert.equal(await page.locator('.notice button').count(), 0, 'no new data is offered');

  writeFileSync(file, config);
  await run();
  await told(page, '.notice button');
  assert.equal(await page.locator('.notice.failed').count(), 0, 'a good run takes the banner away');
  await page.context().close();
});
