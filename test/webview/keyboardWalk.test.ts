import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { launchBrowser, openPage } from './support/pageUnderTest.ts';
import type { PageOptions, PageUnderTest } from './support/pageUnderTest.ts';
import { shownPages } from './support/shownPages.ts';
import { countControls, findJumpsBack, walkByKeyboard } from './support/walkByKeyboard.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

type ShownPage = (typeof shownPages)[number];

async function withPage(
  { page, model, state }: ShownPage,
  options: Omit<PageOptions, 'page'>,
  act: (shown: PageUnderTest) => Promise<void>,
): Promise<void> {
  const shown = await openPage(browser, { page, ...(state === undefined ? {} : { state }), ...options });
  try {
    await shown.show(await model());
    await act(shown);
  } finally {
    await shown.close();
  }
}

describe('a walk', () => {
  const stop = (name: string, left: number, top: number) => ({
    ...{ tag: 'button', name, isShown: true },
    ...{ left, top, right: left + 50, bottom: top + 20 },
  });

  it('may go down, to the right, and up into the next column', () => {
    expect(findJumpsBack([stop('a', 0, 0), stop('b', 60, 5), stop('c', 0, 40), stop('d', 200, 0)])).toEqual([]);
  });

  it('may not go up or to the left', () => {
    expect(findJumpsBack([stop('a', 60, 40), stop('b', 0, 40)])).toEqual(['a → b']);
    expect(findJumpsBack([stop('a', 0, 40), stop('b', 0, 0)])).toEqual(['a → b']);
  });
});

describe('by keyboard', () => {
  it.each(shownPages)('$what is walked from top to bottom and left again', async (shownPage) => {
    await withPage(shownPage, {}, async ({ page }) => {
      const stops = await walkByKeyboard(page);
      expect(stops.length).toBeGreaterThan(0);
      expect(stops).toHaveLength(await countControls(page));
      expect(stops.filter(({ name }) => name === '')).toEqual([]);
      expect(stops.filter(({ isShown }) => !isShown)).toEqual([]);
      expect(findJumpsBack(stops)).toEqual([]);
      // What the browser itself presses on Enter and Space needs no key of ours; everything else would.
      const foreign = await page.evaluate<unknown>(`[...document.querySelectorAll('[role="button"], [onclick]')]
        .filter((element) => !element.matches('button, vscode-button, summary, a[href]'))
        .map((element) => element.outerHTML.slice(0, 80))`);
      expect(z.array(z.string()).parse(foreign)).toEqual([]);
    });
  });

  it.each(['Enter', 'Space'])('%s presses Refresh', async (key) => {
    const [overview] = shownPages;
    if (overview === undefined) throw new Error('There is no page.');
    await withPage(overview, {}, async ({ page, untilSent }) => {
      await page.getByRole('button', { name: 'Refresh' }).focus();
      await page.keyboard.press(key);
      expect((await untilSent('refresh')).type).toBe('refresh');
    });
  });
});

/** The fullest page of each panel. */
const onePerPanel = shownPages.filter((one, index) => shownPages.findIndex(({ page }) => page === one.page) === index);

describe('in forced colours', () => {
  it.each(onePerPanel)('$what shows where the keyboard is', async (shownPage) => {
    await withPage(shownPage, { theme: 'high-contrast-dark' }, async ({ page }) => {
      await page.emulateMedia({ forcedColors: 'active' });
      expect((await walkByKeyboard(page)).filter(({ isShown }) => !isShown)).toEqual([]);
    });
  });
});

describe('with less motion', () => {
  it.each(shownPages)('nothing moves on $what', async (shownPage) => {
    await withPage(shownPage, { reducedMotion: true }, async ({ page }) => {
      const moving = await page.evaluate<unknown>(`[...document.querySelectorAll('body *')].filter((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        return animationName !== 'none' || transitionDuration.split(', ').some((time) => time !== '0s');
      }).map((element) => element.localName)`);
      expect(z.array(z.string()).parse(moving)).toEqual([]);
    });
  });
});
