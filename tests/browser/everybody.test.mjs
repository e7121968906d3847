import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { chips, customerPath, finish, marks, open, phone, row, search, settled } from './browser.mjs';

after(finish);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['/', '/products', '/stores', await customerPath()];

async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return found.map(
    (one) =>
      `${one.id}: ${one.nodes
        .slice(0, 3)
        .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`)
        .join(' | ')}`,
  );
}

for (const path of PAGES) {
  for (const colorScheme of ['light', 'dark']) {
    for (const lang of ['en', 'ar']) {
      test(`axe finds nothing on ${path} ${colorScheme} ${lang}`, async () => {
        const isCustomer = path.startsWith('/customers');
        const page = await open(`${path}?lang=${lang}${path === '/' ? '&tier=Gold' : ''}`, {
          colorScheme,
          isRaw: isCustomer,
        });
        if (isCustomer) await page.locator('main h1:not(.unseen)').waitFor();
        assert.deepEqual(await violations(page), []);
        await page.context().close();
      });
    }
  }
}

for (const path of ['/login', '/nothing']) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing on ${path} ${colorScheme}`, async () => {
      const page = await open(path, { colorScheme, isRaw: true });
      await page.locator('form, .failure').first().waitFor();
      assert.deepEqual(await violations(page), []);
      await page.context().close();
    });
  }
}

test('axe finds nothing on a phone, in the sheet, the menu and the dialogs', async () => {
  const page = await open('/?tier=Gold', phone);
  assert.deepEqual(await violations(page), []);
  await page.locator('.slicers .slicer-button').tap();
  assert.deepEqual(await violations(page), []);
  await page.context().close();
  const wide = await open('/');
  await wide.locator('[data-visual=sales_by_date] .more').click();
  assert.deepEqual(await violations(wide), []);
  await wide.locator('[data-item=explain]').click();
  await wide.locator('dialog pre').waitFor();
  assert.deepEqual(await violations(wide), []);
  await wide.keyboard.press('Escape');
  await wide.locator('.tools button', { hasText: 'Views' }).click();
  await wide.locator('dialog .note').waitFor();
  assert.deepEqual(await violations(wide), []);
  await wide.keyboard.press('Escape');
  await wide.locator('.slicer-button', { hasText: 'Date' }).click();
  assert.deepEqual(await violations(wide), []);
  await wide.context().close();
});

const focused = (page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-mark') ?? document.activeElement?.className ?? '');

test('by keyboard alone: skip link, tabs, slicer, marks, menu, back to where it was', async () => {
  const page = await open('/');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'skip');
  await page.keyboard.press('Enter');
  const reach = async (selector) => {
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((one) => document.activeElement?.matches(one) ?? false, selector)) return;
    }
    assert.fail(`Tab does not reach ${selector}`);
  };
  await reach('[data-visual=customers_by_tier] [data-mark]');
  const first = await focused(page);
  await page.keyboard.press('ArrowDown');
  const second = await focused(page);
  assert.notEqual(second, first);
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await chips(page).count(), 1);
  assert.equal(await focused(page), second, 'the focus stays on the mark');
  assert.match(await page.locator('[aria-live=polite][role=status]').last().textContent(), /Updated/);
  await page.keyboard.press('Control+ArrowUp');
  await page.keyboard.press('Control+Enter');
  await settled(page);
  assert.equal(new URLSearchParams(search(page)).getAll('tier').length, 2);
  await page.keyboard.press('Shift+F10');
  await page.locator('[role=menu]').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), first, 'Escape gives the focus back');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  assert.match(await focused(page), /more/, 'Escape leaves the marks');
  await page.context().close();
});

test('by keyboard alone: a range of days with Shift and arrows', async () => {
  const page = await open('/');
  await marks(page, 'sales_by_date').first().focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.ok(new URLSearchParams(search(page)).get('from') ?? new URLSearchParams(search(page)).get('date'));
  await page.context().close();
});

test('by keyboard alone: a slicer opens, chooses and closes', async () => {
  const page = await open('/');
  await page.locator('.slicer-button', { hasText: 'Store' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await settled(page);
  assert.ok(new URLSearchParams(search(page)).get('store'));
  await page.keyboard.press('Escape');
  assert.match(await focused(page), /slicer-button/);
  await page.context().close();
});

test('by touch alone: a tap filters and tells, the switch adds, the sheet holds the slicers', async () => {
  const page = await open('/', phone);
  await row(page, 'customers_by_tier', 0).tap();
  await settled(page);
  assert.equal(await chips(page).count(), 1);
  await page.locator('.tip').waitFor();
  await page.locator('.switch input').tap();
  await row(page, 'customers_by_tier', 1).tap();
  await settled(page);
  assert.equal(new URLSearchParams(search(page)).getAll('tier').length, 2);
  await page.locator('[data-visual=customers_by_tier] .more').tap();
  await page.locator('[data-item=table]').tap();
  await page.locator('[data-visual=customers_by_tier] .scroll-x table').waitFor();
  await page.locator('.slicers .slicer-button').tap();
  await page.locator('dialog[open] input[type=date]').first().fill('2025-01-01');
  await page.locator('dialog[open] .days .strong').tap();
  await page.locator('dialog[open] .sheet-actions .strong').tap();
  await settled(page);
  assert.ok(new URLSearchParams(search(page)).get('from'));
  await page.context().close();
});

for (const path of PAGES) {
  for (const lang of ['en', 'ar']) {
    test(`360 x 640 holds ${path} ${lang} without scrolling sideways, with targets of 44 px`, async () => {
      const page = await open(`${path}?lang=${lang}`, {
        ...phone,
        isRaw: true,
      });
      await page.locator('main h1:not(.unseen), [data-visual][aria-busy=false]').first().waitFor();
      const { width, first, small } = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        first: document.querySelector('[data-visual], .grid > *')?.getBoundingClientRect().bottom ?? 9999,
        small: [...document.querySelectorAll('button, a:not(.skip), select, summary, input, [data-mark]')]
          .filter(
            (one) =>
              !one.closest('.unseen, .treemap, .line, .map-above svg, [data-time]') &&
              !one.hasAttribute('data-within-key') &&
              !one.matches('[type=checkbox]'),
          )
          .map((one) => ({
            box: (one.querySelector?.('rect.hit') ?? one).getBoundingClientRect(),
            name: one.outerHTML.slice(0, 90),
          }))
          .filter(({ box }) => box.width > 0 && (box.height < 42 || box.width < 24))
          .map(({ box, name }) => `${Math.round(box.width)}x${Math.round(box.height)} ${name}`),
      }));
      assert.equal(width, 360);
      if (path === '/') assert.ok(first <= 640, `the first card ends at ${first}`);
      assert.deepEqual(small, []);
      await page.context().close();
    });
  }
}

test('Arabic mirrors bars and tables, and time still runs to the right', async () => {
  const page = await open('/?lang=ar');
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  const box = (locator) => locator.boundingBox();
  const first = await box(marks(page, 'sales_by_date').first());
  const last = await box(marks(page, 'sales_by_date').last());
  assert.ok(first.x < last.x);
  await page.context().close();
  const products = await open('/products?lang=ar');
  const edges = await products
    .locator('[data-visual=products_by_sales] .bar')
    .evaluateAll((list) => list.map((one) => Math.round(one.getBoundingClientRect().right)));
  assert.equal(new Set(edges).size, 1, `bars start at the right: ${edges}`);
  await products.context().close();
});

test('language and appearance are switched and kept', async () => {
  const page = await open('/?tier=Gold');
  await page.locator('.tools button[lang=ar]').click();
  assert.equal(search(page), '?tier=Gold&lang=ar');
  await page.locator('.appearance select').selectOption('dark');
  await page.reload();
  await settled(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.context().close();
});

test('by keyboard alone: sort and page through customers, open one, come back, save and open a view', async () => {
  const page = await open('/products');
  const table = page.locator('[data-visual=customers_table]');
  await table.locator('thead button').first().focus();
  await page.keyboard.press('Enter');
  await settled(page);
  assert.ok(new URLSearchParams(search(page)).get('customers_table.sort'));
  await table.locator('a.open').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('main h1:not(.unseen)').waitFor();
  await page.locator('.back').focus();
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(new URL(page.url()).pathname, '/products');
  await page.locator('.tools button', { hasText: 'Views' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('dialog[open] [name=name]').focus();
  await page.keyboard.type('By name');
  await page.keyboard.press('Enter');
  await page.locator('dialog .views a', { hasText: 'By name' }).waitFor();
  await page.locator('dialog .views li', { hasText: 'By name' }).locator('button').last().focus();
  await page.keyboard.press('Enter');
  await page.locator('dialog .views a', { hasText: 'By name' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('by touch alone: a long way through menu, rows, drilling, a customer and back', async () => {
  const page = await open('/products', phone);
  await page.locator('[data-visual=sales_by_category] .more').tap();
  await page.locator('[data-item=rows]').tap();
  await page.locator('dialog[open] tbody tr').first().waitFor();
  await page.locator('dialog[open] button').first().tap();
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await marks(page, 'sales_by_category').first().tap();
  await settled(page);
  assert.equal(await chips(page).count(), 1);
  await page.locator('.chip button').first().tap();
  await settled(page);
  assert.equal(await chips(page).count(), 0);
  await page.locator('[data-visual=sales_by_category] .tool select').selectOption('product');
  await settled(page);
  await page.locator('[data-visual=customers_table] a.open').first().tap();
  await page.locator('main h1:not(.unseen)').waitFor();
  await page.locator('.back').tap();
  await settled(page);
  assert.equal(new URLSearchParams(search(page)).get('sales_by_category.level'), 'product');
  await page.context().close();
});

test('motion stops for those who ask for it', async () => {
  const moving = (page) =>
    page.evaluate(() => {
      const skeleton = document.createElement('div');
      skeleton.className = 'skeleton';
      document.body.append(skeleton);
      const { animationName, transitionDuration } = getComputedStyle(skeleton, '::after');
      const pending = getComputedStyle(document.querySelector('.visual .body'));
      return [animationName, transitionDuration, pending.transitionDuration];
    });
  const page = await open('/');
  for (const value of await moving(page)) assert.match(value, /^(none|0s|0\.0+1s|1e-0\d+s)$/);
  await page.context().close();
});

test('forced colours: text and marks take the colours of the system, the focus can be seen', async () => {
  const page = await open('/stores', { forcedColors: 'active', colorScheme: 'dark' });
  const colours = await page.evaluate(() => {
    const system = document.createElement('i');
    system.style.color = 'CanvasText';
    document.body.append(system);
    const of = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
    return {
      system: getComputedStyle(system).color,
      text: of('svg.chart text', 'fill'),
      title: of('.visual h2', 'color'),
      edge: of('svg.chart .bar', 'stroke'),
    };
  });
  assert.deepEqual([colours.text, colours.title, colours.edge], Array(3).fill(colours.system));
  await marks(page, 'sales_by_store').first().focus();
  await page.keyboard.press('ArrowDown');
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement.querySelector('.hit')).strokeWidth);
  assert.equal(ring, '2.5px');
  await page.context().close();
});

test('paper: light, without controls, tables whole, nothing cut', async () => {
  const page = await open('/products?tier=Gold', { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const control of ['.slicers', '.tools', '.more', '.search'])
    assert.equal(await page.locator(control).first().isVisible(), false, control);
  assert.ok(await page.locator('[data-chip]').first().isVisible(), 'the filters are told');
  const { surface, hidden } = await page.evaluate(() => ({
    surface: getComputedStyle(document.querySelector('.visual')).backgroundColor,
    hidden: [...document.querySelectorAll('.scroll-x, .segment-list')].filter(
      (one) => one.scrollHeight > one.clientHeight + 1,
    ).length,
  }));
  assert.equal(surface, 'rgb(255, 255, 255)');
  assert.equal(hidden, 0);
  await page.context().close();
});

test('4K and print hold the page', async () => {
  const page = await open('/', { viewport: { width: 3840, height: 2160 } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 3840);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.slicers').isVisible(), false);
  await page.emulateMedia({ media: 'screen', forcedColors: 'active' });
  assert.ok(await page.locator('svg.chart').first().isVisible());
  await page.context().close();
});
