/** The report of `plumbline report` in a real browser: every page unpacks, and nothing is asked of anyone. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport, pageDocument } from '../../server/src/report/htmlReport.ts';
import { embeddedModelId } from '../../webviews/src/host/embeddedModelId.ts';
import { costs } from '../support/costModel.ts';
import { builtPages, launchBrowser, outputFolder } from './support/pageUnderTest.ts';
import { buildOverview } from './support/overviewFixture.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

async function report(): Promise<string> {
  const nonce = createHash('sha256').update('report').digest('hex').slice(0, 32);
  const page = (id: string, title: string, model: unknown) => {
    const read = (end: string) => readFileSync(path.join(builtPages, `${id}.${end}`), 'utf8');
    const whole = pageDocument({ script: read('js'), style: read('css') }, embeddedModelId, model, nonce);
    return { id, title, packed: gzipSync(whole).toString('base64') };
  };
  return htmlReport({
    project: 'demo </title><script>alert(1)</script>',
    at: '2026-11-02T08:00:00.000Z',
    version: '1.2.3',
    pages: [page('overview', 'Overview', buildOverview()), page('cost', 'Costs', await costs())],
    readiness: { kind: 'readiness', schema: 1, version: '1.2.3', checkedAt: '2026-11-02T08:00:00.000Z', projects: [] },
    nonce,
  });
}

describe('the report', () => {
  it('shows each page when its tab is chosen, by keyboard too, under a policy that lets nothing out', async () => {
    const html = await report();
    expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    page.on('pageerror', (error) => void faults.push(error.message));
    await page.setContent(html);
    const overview = page.frameLocator('#panel-overview iframe');
    await overview.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('ArrowRight');
    const cost = page.frameLocator('#panel-cost iframe');
    await cost.getByRole('heading', { name: 'Iceberg' }).waitFor();
    await page.screenshot({ path: path.join(outputFolder, 'report-tabs.png') });
    expect(await cost.getByText('Apply to the spec').count()).toBe(0);
    await cost.locator('#slider-wage').fill('150');
    expect(await cost.getByText('Back to the spec').count()).toBe(1);
    await page.keyboard.press('Tab');
    expect(faults).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('about:') && !url.startsWith('data:'))).toEqual([]);
    await page.close();
  });
});
