/** The browser of a file of tests, and the one page that each of them opens. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import * as z from 'zod';
import type { PageOptions, PageUnderTest } from './pageUnderTest.ts';
import { launchBrowser, openPage } from './pageUnderTest.ts';

type OpenPanel = (options?: Omit<PageOptions, 'page'>) => Promise<PageUnderTest>;

/**
 * Starts a browser for the tests of a file.
 *
 * @returns opens the panel; what a test opened is closed after it, and fails it when a page had any fault
 */
export function usePanel(panel: PageOptions['page']): OpenPanel {
  let browser: Browser | undefined;
  const opened: PageUnderTest[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    const faults: string[] = [];
    for (const page of opened.splice(0)) {
      faults.push(...(await page.faults()));
      await page.close();
    }
    expect(faults).toEqual([]);
  });

  return async (options = {}) => {
    if (browser === undefined) throw new Error('The browser starts with the tests.');
    const page = await openPage(browser, { page: panel, ...options });
    opened.push(page);
    return page;
  };
}

/**
 * Unfolds the numbers behind a drawing.
 *
 * The browser tells the page of it only after the click, and only then are the rows drawn.
 *
 * @returns the rows, that of the heads first
 */
export async function unfoldNumbers(figure: Locator): Promise<Locator> {
  await figure.getByText('Numbers').click();
  const rows = figure.getByRole('row');
  await rows.first().waitFor();
  return rows;
}

/** How much wider than its window a page is, in pixels. */
export async function overflowOf({ page }: Pick<PageUnderTest, 'page'>): Promise<number> {
  return z.number().parse(await page.evaluate<unknown>('document.documentElement.scrollWidth - innerWidth'));
}
