/**
 * What all browser tests share: one Chromium, and a server. ASSAY_URL names a running one; without it the mock server of
 * web/mock is started. Tests that must make the server fail or publish need the mock and are skipped elsewhere.
 */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((file) => existsSync(file));
const WAIT_MS = 10_000;

export const isMock = process.env.ASSAY_URL === undefined;
export const mockOnly = isMock ? false : 'only the mock server can be told to publish, to fail or to be slow';

async function serve() {
  if (!isMock) return { url: process.env.ASSAY_URL.replace(/\/$/, ''), stop() {} };
  const { startMock } = await import('../../web/mock/server.mjs');
  return startMock({});
}

const server = await serve();
const chrome = await chromium.launch({
  executablePath: CHROMIUM,
  headless: true,
});
export const base = server.url;

export async function finish() {
  await chrome.close();
  server.stop();
}

/** Tells the mock server what to play; answers what it plays and what it counted. */
export async function play(part = {}) {
  return (
    await fetch(`${base}/mock/play`, {
      method: 'POST',
      body: JSON.stringify(part),
    })
  ).json();
}

/** Until every visual has its newest answer. */
export async function settled(page) {
  await page.waitForFunction(
    () => {
      const visuals = [...document.querySelectorAll('[data-visual]')];
      return (
        visuals.length > 0 &&
        visuals.every((one) => one.getAttribute('aria-busy') === 'false' && !one.querySelector('.skeleton'))
      );
    },
    null,
    { timeout: WAIT_MS },
  );
}

/** Opens an address in a window of its own; `page.problems` collects errors and requests to other hosts. */
export async function open(path, options = {}) {
  const context = await chrome.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.problems = [];
  page.queries = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:'))
      page.problems.push(`a request to ${request.url()}`);
    if (request.url().endsWith('/api/query')) page.queries.push(request.postDataJSON());
  });
  await page.goto(base + path);
  if (!options.isRaw) await settled(page);
  return page;
}

export const phone = {
  viewport: { width: 360, height: 640 },
  hasTouch: true,
  isMobile: true,
};
export const marks = (page, visual) => page.locator(`[data-visual="${visual}"] [data-mark]`);
export const bars = (page, visual) => page.locator(`[data-visual="${visual}"] [data-mark]:not([data-within-key])`);
export const search = (page) => new URL(page.url()).search;
export const chips = (page) => page.locator('[data-chip]');

/** A row's own mark without its legend. */
export const row = (page, visual, n) => page.locator(`[data-visual="${visual}"] [data-row="${n}"][data-column="0"]`);

export async function choose(page, visual, locator, item) {
  await locator.click({ button: 'right' });
  await page.locator(`[role=menu] [data-item="${item}"]`).click();
}

/** The address of one customer that the shop has. */
export async function customerPath() {
  const body = { page: 'products', state: { filters: {}, compare: 'none' }, visuals: ['customers_table'], options: {} };
  const response = await fetch(`${base}/api/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return `/customers/${(await response.json()).visuals.customers_table.rows[0].key}`;
}
