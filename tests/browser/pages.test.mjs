import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { base, finish, isMock, mockOnly, open, play, settled } from './browser.mjs';

after(finish);

for (const path of ['/', '/products', '/stores']) {
  test(`${path} draws every visual the server describes, without an error or a foreign request`, async () => {
    const page = await open(path);
    const described = (await (await fetch(`${base}/api/pages`)).json()).pages.find((one) => one.path === path);
    for (const visual of described.visuals) {
      assert.equal(await page.locator(`figure[data-visual="${visual.id}"]`).count(), 1, visual.id);
    }
    assert.deepEqual(page.problems, []);
    assert.equal(page.queries.length, 1, 'one request for the whole page');
    await page.context().close();
  });
}

test('every card holds its full number as text', async () => {
  const page = await open('/');
  const { visuals } = await (
    await fetch(`${base}/api/query`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        page: 'executive',
        state: { filters: {}, compare: 'none' },
        options: {},
      }),
    })
  ).json();
  for (const id of ['total_sales', 'customers', 'average_sale_per_customer']) {
    const value = visuals[id].values[id];
    const written = new Intl.NumberFormat(
      'en',
      id === 'customers' ? {} : { minimumFractionDigits: 2, maximumFractionDigits: 2 },
    ).format(value);
    assert.ok((await page.locator(`[data-visual="${id}"]`).innerText()).includes(written), `${id}: ${written}`);
  }
  await page.context().close();
});

test('each chart has a table of its figures', async () => {
  for (const path of ['/', '/products', '/stores']) {
    const page = await open(path);
    const bare = await page.evaluate(
      () =>
        [...document.querySelectorAll('[data-visual]')].filter(
          (one) => one.querySelector('svg.chart') && !one.querySelector('table'),
        ).length,
    );
    assert.equal(bare, 0);
    await page.context().close();
  }
});

test('the line on the data opens the rows of each part', async () => {
  const page = await open('/');
  const parts = page.locator('.data-line button');
  assert.ok((await parts.count()) >= 1);
  for (let i = 0; i < (await parts.count()); i += 1) {
    await parts.nth(i).click();
    await page.locator('dialog[open] table tbody tr, dialog[open] .note').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  }
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('first paint shows skeletons, then nothing jumps', { skip: mockOnly }, async () => {
  await play({ delay: 600 });
  try {
    const page = await open('/', { isRaw: true });
    await page.locator('[data-visual] .skeleton').first().waitFor();
    const boxes = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('[data-visual]')].map((one) => {
          const { top, height } = one.getBoundingClientRect();
          return [Math.round(top), Math.round(height)];
        }),
      );
    const before = await boxes();
    await settled(page);
    const afterwards = await boxes();
    before
      .slice(0, 3)
      .forEach((box, i) => assert.ok(Math.abs(box[1] - afterwards[i][1]) <= 2, `card ${i}: ${box} ${afterwards[i]}`));
    assert.ok(Math.abs(before.at(-1)[0] - afterwards.at(-1)[0]) <= 8, `${before.at(-1)} ${afterwards.at(-1)}`);
    await page.context().close();
  } finally {
    await play({ delay: 0 });
  }
});

test('a failing query shows its message and can be tried again', { skip: mockOnly }, async () => {
  await play({ errors: true });
  const page = await open('/', { isRaw: true });
  await page.locator('[data-visual="total_sales"] [role=alert]').waitFor();
  await play({ errors: false });
  await page.locator('[data-visual="total_sales"] button', { hasText: 'Try again' }).click();
  await settled(page);
  assert.ok(!(await page.locator('[data-visual="total_sales"]').innerText()).includes('Cannot'));
  await page.context().close();
});

test('an answer that is overtaken is cancelled', { skip: mockOnly }, async () => {
  const page = await open('/');
  await play({ delay: 800 });
  try {
    const failed = [];
    page.on('requestfailed', (request) => failed.push(request.url()));
    await page.locator('[data-visual="customers_by_tier"] [data-row="0"]').click();
    await page.locator('[data-visual="customers_by_tier"] [data-row="1"]').click();
    await settled(page);
    assert.equal(failed.filter((url) => url.endsWith('/api/query')).length, 1);
  } finally {
    await play({ delay: 0 });
    await page.context().close();
  }
});

test('a new release is offered and taken; a failed run is told', { skip: mockOnly }, async () => {
  const page = await open('/');
  const { release } = await play();
  await play({ release: release + 1, failed: true });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.locator('.notice.failed').waitFor();
  assert.match(await page.locator('.notice.failed').innerText(), /Cannot reach the shop database/);
  await page.locator('.notice button').click();
  await settled(page);
  assert.equal(page.queries.at(-1).release, undefined);
  await page.locator('.notice button').waitFor({ state: 'detached' });
  await play({ failed: false });
  await page.context().close();
});

test('without a login the page asks for one and comes back', { skip: mockOnly }, async () => {
  await play({ needsLogin: true, user: null });
  try {
    const page = await open('/stores?tier=Gold', { isRaw: true });
    await page.waitForURL(/\/login\?next=/);
    await page.locator('[name=user]').fill('ana');
    await page.locator('[name=password]').fill('wrong');
    await page.keyboard.press('Enter');
    await page.locator('[role=alert]').waitFor();
    await page.locator('[name=password]').fill('secret');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/stores\?tier=Gold$/);
    await settled(page);
    await page.context().close();
  } finally {
    await play({ needsLogin: false });
  }
});

test('an unknown address says so in the language of the reader, and leads home', async () => {
  for (const [lang, words] of [
    ['en', 'There is no page at this address.'],
    ['ar', 'لا توجد صفحة بهذا العنوان.'],
  ]) {
    const page = await open('/login', { isRaw: true });
    const answer = await page.goto(`${base}/nothing/here?lang=${lang}`);
    assert.equal(answer.status(), 404);
    assert.match(answer.headers()['content-type'], /^text\/html/);
    await page.getByText(words).waitFor();
    assert.match(await page.title(), /\S/);
    await page.locator('.failure a').click();
    await settled(page);
    assert.equal(new URL(page.url()).pathname, '/');
    await page.context().close();
  }
  const answer = await fetch(`${base}/api/nothing`, { headers: { Accept: 'text/html' } });
  assert.equal(answer.status, 404);
  assert.equal((await answer.json()).error.kind, 'not_found');
});

test('a chosen value that no longer exists says so', async () => {
  const page = await open('/?store=999999');
  assert.match(await page.locator('.chip.missing').innerText(), /no longer exists/);
  await page.context().close();
});

test('the mock speaks for the real server', { skip: isMock ? false : 'this is the real server' }, async () => {
  assert.equal((await fetch(`${base}/`)).headers.get('content-security-policy').startsWith("default-src 'none'"), true);
});
