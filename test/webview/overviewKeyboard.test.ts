import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildOverview } from './support/overviewFixture.ts';
import type { PageUnderTest } from './support/pageUnderTest.ts';
import { launchBrowser, openPage } from './support/pageUnderTest.ts';

let browser: Browser;
let opened: PageUnderTest;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  opened = await openPage(browser, { page: 'overview' });
  await opened.show(buildOverview());
});
afterEach(async () => {
  await opened.close();
});

const focused = z.object({ tag: z.string(), text: z.string(), hasOutline: z.boolean() });

/** What has the focus, looking into components. */
async function readFocus(page: Page): Promise<z.infer<typeof focused>> {
  return focused.parse(
    await page.evaluate<unknown>(`(() => {
      const host = document.activeElement;
      let inner = host;
      while (inner.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
      const outlined = [inner, host].some((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== 'none' && outlineWidth !== '0px';
      });
      const text = host.getAttribute('aria-label') ?? host.textContent;
      return { tag: host.localName, text: text.replace(/\\s+/g, ' ').trim(), hasOutline: outlined };
    })()`),
  );
}

/** Presses Tab until the focus leaves the page. */
async function walk(page: Page): Promise<z.infer<typeof focused>[]> {
  const stops: z.infer<typeof focused>[] = [];
  const mostStops = 300;
  while (stops.length < mostStops) {
    await page.keyboard.press('Tab');
    const stop = await readFocus(page);
    if (stop.tag === 'body') return stops;
    stops.push(stop);
  }
  throw new Error('The focus never leaves the page.');
}

describe('the keyboard on the Overview', () => {
  it('starts in the head, goes down the page, and leaves it', async () => {
    const stops = await walk(opened.page);
    expect(stops.slice(0, 12).map((stop) => stop.text)).toEqual([
      'Refresh',
      'plumbline.yaml',
      'ops-analytics@example.com',
      '1 error 3 warnings 2 hints',
      'Metrics',
      'Data',
      'Splits',
      'Economics',
      'Costs',
      'Filter metrics, data, costs',
      'saved',
      '2.13 MUSD/year',
    ]);
    expect(stops.at(-1)?.text).toBe('6.6 MUSD/year');
  });

  it('reaches everything that can be pressed', async () => {
    const stops = await walk(opened.page);
    const pressable = await opened.page
      .locator('button:visible, a:visible, summary:visible, input:visible, [tabindex="0"]')
      .count();
    expect(stops).toHaveLength(pressable);
  });

  it('shows where it is at every stop', async () => {
    const stops = await walk(opened.page);
    expect(stops.filter((stop) => !stop.hasOutline)).toEqual([]);
  });

  it('opens the source of a number with Enter', async () => {
    await opened.page.getByRole('button', { name: '0.35' }).focus();
    await opened.page.keyboard.press('Enter');
    expect((await opened.untilSent('openLocation')).range.start.line).toBe(65);
  });

  it('shows the story of a number on focus, ties it to the number, and hides it on Escape', async () => {
    const { page } = opened;
    const number = page.getByRole('button', { name: '2.13 MUSD/year' });
    await page.getByRole('button', { name: 'saved', exact: true }).focus();
    await page.keyboard.press('Tab');
    const tip = page.getByRole('tooltip');
    await tip.waitFor();
    expect(await tip.innerText()).toContain('2026-11-02T0931Z-delay-3f2a91c0');
    expect(await number.getAttribute('aria-describedby')).toBe(await tip.getAttribute('id'));
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'hidden' });
    expect(await number.getAttribute('aria-describedby')).toBeNull();
  });

  it('folds a data source with Enter and remembers it', async () => {
    const { page } = opened;
    await page.locator('summary', { hasText: 'flights' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Columns of flights' }).waitFor({ state: 'detached' });
    await page.waitForFunction(() => plumblineTest.kept.page.memory.unfolded['source:flights'] === false);
  });

  it('unfolds the numbers behind a plot and keeps the focus on it', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: /^distance: histogram/u }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Histogram of distance' }).waitFor();
    expect((await readFocus(page)).text).toMatch(/^distance: histogram/u);
  });

  it('keeps the focus when a newer view model arrives', async () => {
    await opened.page.getByRole('button', { name: '0.35' }).focus();
    await opened.show(buildOverview({ findings: { error: 0, warning: 0, info: 0, hint: 0 } }));
    await opened.page.getByText('No findings').waitFor();
    expect((await readFocus(opened.page)).text).toBe('0.35');
  });

  it('goes on in the section that a link jumped to', async () => {
    const { page } = opened;
    await page.getByRole('link', { name: 'Economics' }).focus();
    await page.keyboard.press('Enter');
    expect((await readFocus(page)).text).toBe('Economics');
    await page.keyboard.press('Tab');
    expect((await readFocus(page)).text).toBe('plumbline.yaml:24');
  });
});
