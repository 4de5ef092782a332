import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildEmptyOverview,
  buildOverview,
  buildPendingOverview,
  buildRestrictedOverview,
} from './support/overviewFixture.ts';
import type { PageUnderTest } from './support/pageUnderTest.ts';
import { launchBrowser, openPage } from './support/pageUnderTest.ts';
import { themeNames } from './support/themes.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

interface DesignedState {
  readonly name: string;
  readonly reach: (page: PageUnderTest) => Promise<void>;
  /** Text that says which state it is. */
  readonly says: string;
  /** What can be pressed that acts on the state. */
  readonly offers?: string;
}

const states: readonly DesignedState[] = [
  { name: 'loading', reach: (page) => page.send({ type: 'loading' }), says: 'Loading the overview…' },
  {
    name: 'failed',
    reach: (page) => page.send({ type: 'failed', sentence: 'plumbline.yaml was deleted; open another spec.' }),
    says: 'plumbline.yaml was deleted; open another spec.',
    offers: 'Try again',
  },
  {
    name: 'stale',
    reach: async (page) => {
      await page.show(buildOverview());
      await page.send({ type: 'stale', because: 'The language server has stopped.' });
    },
    says: 'The language server has stopped.',
    offers: 'Refresh',
  },
  {
    name: 'no-project',
    reach: (page) =>
      page.show({
        state: 'no-project',
        because: 'This folder has no plumbline.yaml.',
        next: 'Run “Plumbline: Create Spec” to propose one from what exists.',
      }),
    says: 'This folder has no plumbline.yaml.',
  },
  { name: 'empty', reach: (page) => page.show(buildEmptyOverview()), says: 'No metric is declared yet.' },
  {
    name: 'restricted',
    reach: (page) => page.show(buildRestrictedOverview()),
    says: 'Not read because this workspace is not trusted.',
  },
  { name: 'pending', reach: (page) => page.show(buildPendingOverview()), says: 'Reading data/flights.parquet. 42 %' },
  {
    name: 'full',
    reach: (page) => page.show(buildOverview()),
    says: 'Tell the destination, at departure, which flights will arrive late',
  },
];

describe.each(themeNames)('in the theme %s', (theme) => {
  // Half a window is looked at once: between the themes only colours differ.
  describe.each(theme === 'dark' ? [320, 700, 1400] : [320, 1400])('at a width of %i pixels', (width) => {
    it.each(states)('the state $name says what it is and fits', async ({ name, reach, says, offers }) => {
      const page = await openPage(browser, { page: 'overview', theme, width });
      try {
        await reach(page);
        await page.page.getByText(says, { exact: true }).waitFor();
        if (offers !== undefined) await page.page.getByRole('button', { name: offers }).first().waitFor();
        await page.picture(`${name}-${theme}-${width}`);
        expect(await page.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect(await page.faults()).toEqual([]);
      } finally {
        await page.close();
      }
    });
  });

  it('text stands out from its background', async () => {
    const page = await openPage(browser, { page: 'overview', theme });
    try {
      await page.show(buildOverview());
      // 4.5 for text, 3 for large text: WCAG 2.2, success criterion 1.4.3.
      for (const [selector, least] of [
        ['h1', 3],
        ['.tile-good .tile-number', 3],
        ['.tile-bad .tile-number', 3],
        ['.page-description', 4.5],
        ['.sub', 4.5],
        ['.quiet', 4.5],
        ['.location', 4.5],
        ['td .figure', 4.5],
        ['.figure-unknown', 4.5],
        ['.verdict-not-known', 4.5],
        ['.role', 4.5],
      ] as const) {
        expect(await contrastOf(page, selector), selector).toBeGreaterThanOrEqual(least);
      }
    } finally {
      await page.close();
    }
  });
});

/** Contrast ratio of the first element that matches against the page's background. */
async function contrastOf({ page }: PageUnderTest, selector: string): Promise<number> {
  const ratio = await page.evaluate<unknown>(`(() => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const paint = (...colours) => {
      context.clearRect(0, 0, 1, 1);
      for (const colour of colours) { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); }
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
    };
    const luminance = (colour) => {
      const [red, green, blue] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const background = getComputedStyle(document.body).backgroundColor;
    const text = getComputedStyle(document.querySelector(${JSON.stringify(selector)})).color;
    const [dark, light] = [luminance(paint(background)), luminance(paint(background, text))].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  })()`);
  if (typeof ratio !== 'number') throw new Error(`No contrast of ${selector}.`);
  return ratio;
}

describe('with less motion', () => {
  it('nothing on the page moves while it waits', async () => {
    const page = await openPage(browser, { page: 'overview', reducedMotion: true });
    try {
      await page.show(buildPendingOverview());
      await page.page.getByText('Reading data/flights.parquet. 42 %').waitFor();
      expect(
        await page.page.evaluate('document.getAnimations().filter((one) => one.playState === "running").length'),
      ).toBe(0);
      expect(await page.page.locator('vscode-progress-ring').isVisible()).toBe(false);
    } finally {
      await page.close();
    }
  });
});
