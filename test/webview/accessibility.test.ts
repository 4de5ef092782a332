import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers } from './support/findBarriers.ts';
import { launchBrowser, openPage } from './support/pageUnderTest.ts';
import { shownPages } from './support/shownPages.ts';
import { themeNames } from './support/themes.ts';
import { unfoldAll } from './support/unfoldAll.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe.each(themeNames)('in the theme %s', (theme) => {
  it.each(shownPages)('$what puts no barrier in the way', async ({ page: name, model, state }) => {
    const page = await openPage(browser, { page: name, theme, ...(state === undefined ? {} : { state }) });
    try {
      await page.show(await model());
      // What is folded is looked at, too.
      await unfoldAll(page);
      expect(await findBarriers(page)).toEqual([]);
    } finally {
      await page.close();
    }
  });
});
