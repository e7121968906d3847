/** node screenshots.mjs FOLDER: a picture of each page, in languages, themes and sizes, for looking at and for the README. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { finish, open, phone, row, settled } from './browser.mjs';

const folder = process.argv[2];
if (folder === undefined) throw new Error('node screenshots.mjs FOLDER');
mkdirSync(folder, { recursive: true });

const PAGES = [
  ['executive', '/'],
  ['products', '/products'],
  ['stores', '/stores'],
];
const LOOKS = [
  ['', {}, ''],
  ['-dark', { colorScheme: 'dark' }, ''],
  ['-ar', {}, '?lang=ar'],
  ['-phone', phone, ''],
];
for (const [name, address] of PAGES) {
  for (const [look, options, words] of LOOKS) {
    const page = await open(address + words, { ...options, isRaw: false });
    await page.waitForTimeout(200);
    await page.screenshot({
      path: path.join(folder, `${name}${look}.png`),
      fullPage: options !== phone,
    });
    await page.context().close();
  }
}
const chosen = await open('/');
await row(chosen, 'customers_by_tier', 0).click();
await settled(chosen);
await chosen.screenshot({ path: path.join(folder, 'executive-filtered.png') });
await finish();
