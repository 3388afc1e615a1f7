import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putTopic } from '../../src/store/topic.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { seedAlert, seedArticle, startWeb, type StartedWeb } from '../web/fixture.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
if (CHROMIUM === undefined && process.env['CI'] === 'true')
  throw new Error('chromium is missing, and CI must not skip: run `npm run setup`');
const [bin] = postgresBins();

describe.skipIf(CHROMIUM === undefined || bin === undefined)(
  'the pages in Chromium (skipped where there is none; `npm run setup` installs it)',
  () => {
    let server: TestPostgres;
    let web: StartedWeb;
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let complaints: string[];
    let article: number;
    let alert: number;

    beforeAll(async () => {
      [server, browser] = await Promise.all([
        startPostgres({ bin: bin as 'packaged' }),
        chromium.launch({ executablePath: CHROMIUM as string, args: ARGS }),
      ]);
      web = await startWeb({ DATABASE_URL: server.connectionString });
      await putTopic(
        web.db,
        { id: 'security', name: 'European security', query: '"European security"', lang: [], sources: [], tags: [] },
        'person',
      );
      const text = 'Ministers spoke of European security on Monday.\n\nNothing was decided.';
      article = await seedArticle(web.db, { slug: 'talks', title: 'Talks <b>open</b> & close', text });
      alert = await seedAlert(
        web.db,
        'security',
        article,
        'Ministers spoke of <mark>European security</mark> on Monday.',
      );
      await web.json('/api/v1/feeds', {
        method: 'POST',
        body: { url: 'https://feeds.example.org/rss', title: 'A feed' },
      });
    });
    afterAll(async () => {
      await browser?.close();
      await web?.stop();
      await server?.stop();
    });

    beforeEach(async () => {
      context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
      page = await context.newPage();
      complaints = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(web.base) && !request.url().startsWith('data:'))
          complaints.push(`asked for ${request.url()}`);
      });
    });
    afterEach(() => context.close());

    /** Faults that a reader with a screen reader, a keyboard or weak eyes would meet. */
    function barriers(): Promise<string[]> {
      return page.evaluate(`(() => {
      const faults = [];
      const name = (element) => (element.textContent || '').trim() || element.getAttribute('aria-label') || element.title;
      if (!document.documentElement.lang) faults.push('no language');
      if (document.title === '') faults.push('no title');
      if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
      if (document.querySelectorAll('main').length !== 1) faults.push('not one main');
      for (const link of document.querySelectorAll('a, button')) if (!name(link)) faults.push('no name: ' + link.outerHTML.slice(0, 100));
      for (const field of document.querySelectorAll('input:not([type=hidden]), select')) if (field.labels.length === 0) faults.push('no label: ' + field.outerHTML);
      for (const cell of document.querySelectorAll('th')) if (!cell.scope) faults.push('no scope: ' + cell.outerHTML);
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
      if (new Set(ids).size !== ids.length) faults.push('an id twice');
      if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the window: ' + document.documentElement.scrollWidth);
      const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const rgba = (colour) => { paint.clearRect(0, 0, 1, 1); paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); return [...paint.getImageData(0, 0, 1, 1).data]; };
      const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const over = (top, under) => top.slice(0, 3).map((v, i) => v * (top[3] / 255) + under[i] * (1 - top[3] / 255));
      const ground = (element) => {
        const layers = [];
        for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
        return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
      };
      for (const element of document.querySelectorAll('main *, header *, footer *')) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')) continue;
        if (element.closest('.hidden') || element.getClientRects().length === 0) continue;
        const under = ground(element);
        const [a, b] = [light(over(rgba(getComputedStyle(element).color), under)), light(under)].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5) faults.push('contrast ' + ((a + 0.05) / (b + 0.05)).toFixed(2) + ': ' + element.outerHTML.slice(0, 80));
      }
      return faults;
    })()`);
    }

    const visit = async (path: string): Promise<void> => {
      const answer = await page.goto(web.base + path, { waitUntil: 'load' });
      expect(answer?.status(), path).toBe(200);
    };

    it.each(['light', 'dark'] as const)(
      'every page is whole, from this host alone, and without barriers (%s)',
      async (colorScheme) => {
        await page.emulateMedia({ colorScheme });
        for (const path of [
          '/',
          '/alerts',
          `/alerts/${alert}`,
          '/topics',
          '/topics/security',
          '/topics?q=%22European+security%22&since=30d',
          '/topics?q=European+OR+decided&since=30d&topic=security',
          '/topics?q=%28',
          '/articles',
          '/articles?q=European',
          `/articles/${article}`,
          '/feeds',
          '/feeds?state=gone',
          '/deliveries',
          '/failures',
        ]) {
          for (const width of [1200, 360]) {
            await page.setViewportSize({ width, height: 900 });
            await visit(path);
            expect(await barriers(), `${path} at ${width}`).toEqual([]);
          }
        }
        expect(complaints).toEqual([]);
      },
    );

    it('the status page shows the figures, the queues and the latest alert, each a link to more', async () => {
      await visit('/');
      expect(await page.title()).toBe('wirewatch');
      expect(await page.locator('.alert h3').innerText()).toBe('Talks <b>open</b> & close');
      expect(await page.locator('.alert mark').innerText()).toBe('European security');
      expect(await page.locator('.flow .stage').allInnerTexts()).toEqual(['fetch', 'parse', 'alert', 'deliver']);
      for (const link of await page.locator('main a, nav a').all()) {
        const href = (await link.getAttribute('href')) ?? '';
        expect((await web.call(href, { headers: { accept: 'text/html' } })).status, href).toBe(200);
      }
    });

    it('brings itself up to date when an alert is made', async () => {
      await visit('/');
      const before = await page.locator('.alert').count();
      await page.waitForTimeout(500);
      await seedAlert(
        web.db,
        'security',
        await seedArticle(web.db, { slug: `live-${before}`, title: 'Made while you looked' }),
      );
      await page.locator('.alert.fresh h3', { hasText: 'Made while you looked' }).waitFor({ timeout: 20_000 });
      expect(await page.locator('#beat').innerText()).toBe('Live');
      expect(complaints).toEqual([]);
    });

    it('an alert leads to its article and back to its topic, by keyboard too', async () => {
      await visit(`/alerts/${alert}`);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      await page.getByRole('link', { name: 'Its text and life line' }).click();
      await page.waitForURL(`**/articles/${article}`);
      expect(await page.locator('.text p').allInnerTexts()).toEqual([
        'Ministers spoke of European security on Monday.',
        'Nothing was decided.',
      ]);
      await page.locator('a.topic').first().click();
      await page.waitForURL('**/topics/security');
    });

    it('a trial shows what a change of a topic gains and loses, and leads to what it found', async () => {
      await visit('/topics/security');
      await page.getByLabel('Try it, or a change of it, on the archive').fill('decided NOT nowhere');
      await page.getByRole('button', { name: 'Try it' }).click();
      await page.waitForURL('**/topics?q=decided*');
      const figures = await page.locator('.figure').allInnerTexts();
      expect(figures[0]).toMatch(/Stories\s+1 alert/);
      expect(figures[2]).toMatch(/Articles\s+1 of \d+/);
      expect(await page.locator('.gained').innerText()).toMatch(/^\+\d/);
      expect(await page.getByRole('heading', { name: 'Against security as it is' }).count()).toBe(1);
      await page.locator('section[aria-labelledby=samples] a').first().click();
      await page.waitForURL(`**/articles/${article}`);
      expect(complaints).toEqual([]);
    });

    it('pauses a feed by a button', async () => {
      await visit('/feeds');
      await page.getByRole('button', { name: 'Pause A feed' }).click();
      await page.getByRole('button', { name: 'Resume A feed' }).waitFor();
      expect(complaints).toEqual([]);
    });

    it('Bull Board works without asking any other host', async () => {
      await page.goto(`${web.base}/queues`, { waitUntil: 'load' });
      await page.getByText('deliver').first().waitFor({ timeout: 20_000 });
      expect(complaints).toEqual([]);
    });
  },
);
