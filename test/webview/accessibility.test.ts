import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers } from './support/findBarriers.ts';
import { launchBrowser, openPage } from './support/pageUnderTest.ts';
import { shownPages } from './support/shownPages.ts';
import { themeNames } from './support/themes.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** Resolves when the page has drawn what was folded: it hears of each fold only after it was opened. */
const unfoldAll = `Promise.all([...document.querySelectorAll('details:not([open])')].map((fold) =>
  new Promise((resolve) => {
    fold.addEventListener('toggle', resolve, { once: true });
    fold.open = true;
  })))`;

describe.each(themeNames)('in the theme %s', (theme) => {
  it.each(shownPages)('$what puts no barrier in the way', async ({ page: name, model, state }) => {
    const page = await openPage(browser, { page: name, theme, ...(state === undefined ? {} : { state }) });
    try {
      await page.show(await model());
      // What is folded is looked at, too.
      await page.page.evaluate(unfoldAll);
      expect(await findBarriers(page)).toEqual([]);
    } finally {
      await page.close();
    }
  });
});
