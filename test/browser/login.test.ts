import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../src/store/users.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startWeb, type StartedWeb } from '../web/fixture.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const [bin] = postgresBins();
const PASSWORD = 'correct horse battery';
const PHONE = { width: 360, height: 640 };

describe.skipIf(CHROMIUM === undefined || bin === undefined)(
  'logging in, in Chromium (skipped where there is none; `npm run setup` installs it)',
  () => {
    let server: TestPostgres;
    let web: StartedWeb;
    let browser: Browser;
    beforeAll(async () => {
      [server, browser] = await Promise.all([
        startPostgres({ bin: bin as 'packaged' }),
        chromium.launch({ executablePath: CHROMIUM as string, args: ['--headless', '--no-sandbox', '--disable-gpu'] }),
      ]);
      web = await startWeb({ DATABASE_URL: server.connectionString });
      await addUser(web.db, { name: 'anna', role: 'reader', password: PASSWORD });
      await web.stop();
      web = await startWeb({ DATABASE_URL: server.connectionString });
    });
    afterAll(async () => {
      await browser?.close();
      await web?.stop();
      await server?.stop();
    });

    it('by keyboard on a phone: the form, a wrong password, the page that was asked for, and out again', async () => {
      const context = await browser.newContext({ viewport: PHONE });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => message.text().includes('Policy') && complaints.push(message.text()));

      await page.goto(`${web.base}/topics?cursor=`);
      expect(new URL(page.url()).pathname).toBe('/login');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
      expect(await page.evaluate('document.activeElement.name')).toBe('name');
      await page.keyboard.type('anna');
      await page.keyboard.press('Tab');
      await page.keyboard.type('a wrong one');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      expect(await page.getByLabel('Name').inputValue()).toBe('anna');
      expect(await page.evaluate('document.activeElement.name')).toBe('password');
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Topics', level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/topics');
      expect(await page.evaluate('document.cookie')).toBe('');
      expect(await page.evaluate('document.body.dataset.role')).toBe('reader');

      await page.getByRole('link', { name: 'Log out' }).click();
      await page.getByRole('button', { name: 'Log out' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/login');
      await page.goto(`${web.base}/`);
      expect(new URL(page.url()).pathname).toBe('/login');
      expect(complaints).toEqual([]);
      await context.close();
    });
  },
);
