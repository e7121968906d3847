import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { base, finish, open } from './browser.mjs';

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

const known = await (await fetch(`${base}/api/pages`)).json();
const bare = (text) =>
  text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\u00a0/g, ' ')
    .trim();

/** A figure as the pages write it, by another hand than theirs. */
function written(format, value) {
  if (value === null || value === undefined) return '–';
  const number = (options) => new Intl.NumberFormat('en', options).format(value);
  if (format === 'money') return `EGP ${number({ minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  if (format === 'percent') return number({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return number({ maximumFractionDigits: format === 'count' ? 0 : 4 });
}

const cellsOf = (page, visual) =>
  page
    .locator(`[data-visual="${visual}"] table tbody tr`)
    .evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));

async function checkVisual(page, visual, answer) {
  const text = bare(await page.locator(`[data-visual="${visual.id}"]`).textContent());
  const formats = Object.fromEntries(known.measures.map(({ id, format }) => [id, format]));
  let figures = 0;
  const holds = (shown, format, value, what) => {
    figures += 1;
    assert.ok(bare(shown).includes(written(format, value)), `${visual.id}, ${what}: ${shown}, not ${value}`);
  };
  if (answer.statements) {
    for (const one of answer.statements) assert.ok(text.includes(one.text.en), one.text.en);
    return answer.statements.length;
  }
  if (answer.columns) {
    const rows = await cellsOf(page, visual.id);
    assert.equal(rows.length, answer.rows.length, visual.id);
    answer.rows.forEach((row, i) =>
      answer.columns.forEach((column, c) => {
        if (column.format in { money: 1, percent: 1, count: 1, quantity: 1 })
          holds(rows[i][c], column.format, row.cells[column.id], `row ${i}, ${column.id}`);
      }),
    );
  } else if (answer.members && visual.type !== 'segments') {
    const rows = await cellsOf(page, visual.id);
    assert.equal(rows.length, answer.members.length, visual.id);
    answer.members.forEach((member, i) =>
      visual.measures.forEach((id, c) => holds(rows[i][c + 1], formats[id], member.values[id], `${member.key}, ${id}`)),
    );
  } else {
    for (const values of answer.members?.map((member) => member.values) ?? [answer.values])
      for (const id of visual.measures) holds(text, formats[id], values[id], id);
  }
  return figures;
}

for (const { id, path, visuals } of known.pages) {
  test(`every figure of ${path} is the server's, also filtered`, async () => {
    let figures = 0;
    for (const [address, filters] of [
      [path, {}],
      [`${path}?tier=Silver`, { tier: ['Silver'] }],
    ]) {
      const page = await open(address);
      const { visuals: answers } = await (
        await fetch(`${base}/api/query`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ page: id, state: { filters, compare: 'previous_period' } }),
        })
      ).json();
      for (const visual of visuals) figures += await checkVisual(page, visual, answers[visual.id]);
      await page.context().close();
    }
    assert.ok(figures > 60, `${figures} figures of ${path} were looked at`);
  });
}

/** What the demo's readers know by heart. */
const GOLDEN = [
  ['/', 'total_sales', /EGP 177,660\.00/],
  ['/', 'total_sales', /-11\.4%/],
  ['/', 'customers', /\b27\b/],
  ['/', 'sales_by_country', /United Kingdom.*EGP 89,040\.00/],
  ['/products', 'products_by_sales', /Smartwatch.*EGP 27,540\.45/],
  ['/products', 'sales_by_category', /Electronics.*EGP 67,316\.40.*37\.9%/],
  ['/products', 'segments', /Champions.*3.*11\.1%.*EGP 33,949\.10/],
  ['/products', 'customers_table', /Charlotte Reeve.*EGP 15,480\.50.*35.*30 Oct 2025/],
  ['/stores', 'stores_table', /High Street Store.*EGP 89,040\.00.*50\.1%.*EGP 11,130\.00.*340/],
  ['/stores', 'customers_by_store_tier', /12 customers of 27 shop at several stores/],
  ['/stores', 'store_statements', /Cairo Festival City: Bronze customers bring 96\.2 %.*bundles and volume offers/],
  ['/stores', 'store_statements', /High Street Store: Gold customers bring 100\.0 %.*premium range/],
];
test('the figures that the demo is known for', async () => {
  for (const path of ['/', '/products', '/stores']) {
    const page = await open(path);
    for (const [, visual, figure] of GOLDEN.filter(([where]) => where === path))
      assert.match(bare(await page.locator(`[data-visual="${visual}"]`).textContent()), figure);
    await page.context().close();
  }
});

test('a customer is shown with scores, their limits, history, every month and the baskets', async () => {
  const page = await open('/products');
  await page.locator('[data-visual=customers_table] a.open').first().click();
  await page.locator('main h1:not(.unseen)').waitFor();
  const text = bare(await page.locator('main').innerText()).replace(/\s+/g, ' ');
  for (const part of [
    /Customer Charlotte Reeve/,
    /Consent to marketing No/,
    /Tier Gold/,
    /Recency 1 day ago/,
    /Score 2: up to \d+ days ago/,
    /Frequency 35 orders/,
    /Monetary EGP 15,480\.50/,
    /Score 5: from EGP [\d,]+\.\d\d/,
    /31 Jan 2025 Bronze/,
    /30 Oct 2025 Gold Champions/,
    /20771 30 Oct 2025 High Street Store 2 EGP 296\.95/,
  ])
    assert.match(text, part);
  assert.equal(await page.locator('.still [data-mark]').count(), 10, 'January to October, July too');
  assert.doesNotMatch(text, /@/, 'no e-mail address');
  await page.context().close();
});

test('Arabic names of the shop are used where it has them', async () => {
  const page = await open('/products?lang=ar');
  assert.match(await page.locator('[data-visual=products_by_sales]').textContent(), /ساعة ذكية/);
  await page.context().close();
});
