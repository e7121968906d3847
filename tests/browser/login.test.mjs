import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { finish, open, settled } from './browser.mjs';

after(finish);

const { ASSAY_USER: user, ASSAY_PASSWORD: password } = process.env;

test('a pasted link opens after login; views belong to the user; logging out closes the door', async () => {
  const page = await open('/stores?tier=Gold', { isRaw: true });
  await page.waitForURL(/\/login\?next=/);
  await page.locator('[name=user]').fill(user);
  await page.locator('[name=password]').fill('not the password');
  await page.keyboard.press('Enter');
  await page.locator('[role=alert]').waitFor();
  await page.locator('[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/stores\?tier=Gold$/);
  await settled(page);

  await page.locator('.tools button', { hasText: 'Views' }).click();
  await page.locator('dialog [name=name]').fill('Gold in the stores');
  await page.locator('dialog [name=start]').check();
  await page.locator('dialog .save-view .strong').click();
  await page.locator('dialog .views a').waitFor();
  await page.keyboard.press('Escape');
  await page.goto(new URL('/', page.url()).href);
  await page.waitForURL(/\/stores\?tier=Gold$/);
  await settled(page);

  await page.locator('[data-visual=stores_table] .more').click();
  await page.locator('[data-item=csv-address]').click();
  await page.locator('dialog .inline button').click();
  const address = await page.locator('dialog .address input').inputValue();
  const csv = await fetch(address);
  assert.equal(csv.status, 200);
  assert.match(await csv.text(), /\n/);
  await page.locator('dialog .views button').last().click();
  await page.locator('dialog .views li').waitFor({ state: 'detached' });
  assert.equal((await fetch(address)).status, 401);
  await page.keyboard.press('Escape');

  await page.locator('.tools button', { hasText: user }).click();
  await page.waitForURL(/\/login/);
  await page.goto(new URL('/', page.url()).href);
  await page.waitForURL(/\/login\?next=/);
  await page.context().close();
});
