import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { LedgerProcess, startChromium, temporaryHome } from '#libs/testing';

const telephone = { width: 390, height: 844 };

describe('the pages that a ledger serves, on the screen of a telephone', () => {
  let ledger: LedgerProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const asked: string[] = [];
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome());
    const officer = await ledger.as('officer', 'reporting_officer');
    for (const report of [
      { kind: 'communications', session: 'HRC60' },
      { kind: 'statistics', year: 2025 },
    ])
      expect(await officer.post('/v1/reports', report)).toMatchObject({ status: 201 });
    expect(await officer.get('/v1/reports/2025-statistics.json')).toMatchObject({ status: 200 });
    browser = await startChromium();
    page = await browser.newPage({ viewport: telephone });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
  });
  afterAll(async () => {
    await browser.close();
    await ledger.stop();
  });

  const sideways = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth - innerWidth');

  it.each(['/', '/openapi', '/v1/reports/HRC60-communications.html', '/v1/reports/2025-statistics.html'])(
    '%s is never scrolled sideways as a whole, asks nobody else for anything, and breaks none of its own rules',
    async (path) => {
      await page.goto(ledger.url + path);
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
      expect([path, await sideways()]).toEqual([path, 0]);
      expect(complaints).toEqual([]);
      expect(new Set(asked)).toEqual(new Set([ledger.url]));
    },
  );

  it('a table of figures that is wider is scrolled in its own box, which says so', async () => {
    await page.goto(`${ledger.url}/v1/reports/2025-statistics.html`);
    const box = "document.querySelector('.many')";
    expect(await page.evaluate(`${box}.scrollWidth > ${box}.clientWidth`)).toBe(true);
    expect(await page.evaluate(`getComputedStyle(${box}, '::before').content`)).toContain('scroll it sideways');
  });

  it('from the first page the reports made last are a step away', async () => {
    await page.goto(`${ledger.url}/`);
    await page.getByRole('link', { name: 'Figures of 2025' }).click();
    expect(await page.title()).toContain('figures of 2025');
  });
});
