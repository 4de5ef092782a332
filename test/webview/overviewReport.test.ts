import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OverviewViewModel } from '../../schemas/overview.ts';
import { embeddedModelId } from '../../webviews/src/host/embeddedModelId.ts';
import { buildOverview } from './support/overviewFixture.ts';
import { builtPages, launchBrowser, outputFolder } from './support/pageUnderTest.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** The page as one document without an editor, its view model embedded. */
async function openReport(viewModel: OverviewViewModel, colorScheme: 'light' | 'dark'): Promise<Page> {
  const read = (file: string): string => readFileSync(path.join(builtPages, file), 'utf8');
  const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 900 } });
  const json = JSON.stringify(viewModel).replaceAll('<', '\\u003c');
  await page.setContent(
    `<!doctype html><html lang="en"><head><title>Report</title><style>${read('overview.css')}</style></head><body>` +
      `<div id="page"></div><script type="application/json" id="${embeddedModelId}">${json}</script></body></html>`,
  );
  await page.addScriptTag({ content: read('overview.js'), type: 'module' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

describe('the Overview as a report', () => {
  it.each(['light', 'dark'] as const)('has colours of its own, %s as the reader likes it', async (colorScheme) => {
    const page = await openReport(buildOverview(), colorScheme);
    await page.screenshot({ path: path.join(outputFolder, `report-${colorScheme}.png`), fullPage: true });
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(31, 31, 31)');
    await page.close();
  });

  it('offers nothing that needs an editor', async () => {
    const page = await openReport(buildOverview({ isTrusted: false }), 'light');
    for (const name of ['Refresh', 'Profile now', 'Profile again', 'Manage trust']) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
    }
    await page.close();
  });

  it('still explains where a number comes from', async () => {
    const page = await openReport(buildOverview(), 'light');
    await page.getByRole('button', { name: '2.13 MUSD/year' }).hover();
    expect(await page.getByRole('tooltip').innerText()).toContain('Measured in plumbline.yaml:61');
    await page.close();
  });
});
