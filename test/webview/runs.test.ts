import { describe, expect, it } from 'vitest';
import type { RunsViewModel } from '../../schemas/runsPanel.ts';
import { recordedRuns, runsModel, runsView } from '../support/runsModel.ts';
import { usePanel } from './support/panelBrowser.ts';
import type { PageOptions } from './support/pageUnderTest.ts';
import { themeNames } from './support/themes.ts';

const openPanel = usePanel('runs');

async function open(model: RunsViewModel, options: Omit<PageOptions, 'page'> = {}) {
  const opened = await openPanel(options);
  await opened.show(model);
  return opened;
}

describe('the Runs panel', () => {
  it('lists every run with its metrics, judged in words', async () => {
    const { page } = await open(runsModel(4));
    const table = page.getByRole('table', { name: 'All runs' });
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
      ...['Compare', 'Run', 'Model', 'Data and commit'],
      ...['saved', 'recall', 'precision'],
    ]);
    const newest = table.getByRole('row').filter({ hasText: '2026-11-02 09:31' });
    expect(await newest.innerText()).toMatch(/delay\s+on test\s+flights at md5 [\s\S]*1\.4 MUSD\/year\s+Limit held/u);
    expect(await table.getByRole('row').filter({ hasText: '2026-10-30' }).innerText()).toContain('Limit missed');
  });

  it('opens a run in the Evaluation panel', async () => {
    const { page, untilSent } = await open(runsModel(3));
    await page.getByRole('button', { name: '2026-11-01 09:31' }).click();
    expect(await untilSent('showRuns')).toEqual({ type: 'showRuns', run: runsModel(3).runs[1]?.id, other: null });
  });

  it('compares the two that are ticked, the older one with the newer one, whatever was ticked first', async () => {
    const { page, untilSent } = await open(runsModel(4));
    const boxes = page.getByRole('checkbox');
    for (const index of [3, 2, 0]) await boxes.nth(index).click();
    // The third one takes the place of the first.
    expect(await boxes.nth(3).isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Compare the two' }).click();
    const [newest, , third] = runsModel(4).runs;
    expect(await untilSent('showRuns')).toEqual({ type: 'showRuns', run: newest?.id, other: third?.id });
  });

  it('draws the metric that is chosen, of the model that is chosen, with its goals and numbers', async () => {
    const { page, kept } = await open(runsModel(6));
    await page.getByRole('combobox', { name: 'Drawn metric' }).selectOption('recall');
    expect(await page.getByRole('img', { name: /^recall of 6 runs, of which \d miss the limit/u }).count()).toBe(1);
    await page.getByRole('combobox', { name: 'Model and split' }).selectOption('delay-int8 on test');
    const figure = page.getByRole('figure', { name: 'recall' });
    expect(
      await figure
        .getByRole('img', { name: /^recall of 2 runs/u })
        .locator('.history-point')
        .count(),
    ).toBe(2);
    expect(await figure.locator('.history-label').allTextContents()).toEqual(['target 0.70', 'limit 0.60']);
    await figure.getByText('Numbers').click();
    expect(await figure.getByRole('row').count()).toBe(3);
    expect(JSON.stringify(await kept())).toContain('delay-int8 on test');
  });

  it('leads on before the first run, and offers nothing without trust', async () => {
    const { page, untilSent, show } = await open(runsView([]));
    await page.getByRole('button', { name: 'Evaluate' }).click();
    expect((await untilSent('evaluate')).type).toBe('evaluate');
    await show(runsView([], { isTrusted: false }));
    expect(await page.getByRole('button', { name: 'Evaluate' }).count()).toBe(0);
  });

  it('tells runs of the same minute apart', async () => {
    const [run] = recordedRuns(1);
    if (run === undefined) throw new Error('There is a run.');
    const twins = ['aaaa1111', 'bbbb2222'].map((end) => ({ ...run, id: `2026-11-02T0931Z-delay-${end}` }));
    const { page } = await open(runsView(twins));
    expect(await page.getByRole('rowheader').getByRole('button').allInnerTexts()).toEqual([
      '2026-11-02 09:31 (aaaa1111)',
      '2026-11-02 09:31 (bbbb2222)',
    ]);
  });

  it('offers no comparison of a single run', async () => {
    const { page } = await open(runsModel(1));
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByText('Tick two runs').count()).toBe(0);
  });

  it('shows the newest of hundreds at first, and all on request', async () => {
    const { page } = await open(runsModel(500));
    expect(await page.getByRole('checkbox').count()).toBe(50);
    await page.getByRole('button', { name: 'Show 450 more' }).click();
    expect(await page.getByRole('checkbox').count()).toBe(500);
  });

  it('shows hostile names as the text that they are', async () => {
    const [run] = recordedRuns(1);
    if (run === undefined) throw new Error('There is a run.');
    const model = '<img src=x onerror=alert(1)>\u202Egnp.exe';
    const { page } = await open(runsView([{ ...run, model, data: { id: model, version: undefined, sizeBytes: 1 } }]));
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.getByRole('table').innerText()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.getByRole('table').innerText()).not.toContain('\u202E');
  });

  it.each([400, 1000])('fits a panel of %i pixels, but for the columns of the table', async (width) => {
    const { page, picture } = await open(runsModel(5), { width });
    await picture(`runs-${width}`);
    const widest = await page.evaluate<unknown>('document.documentElement.scrollWidth');
    expect(widest).toBeLessThanOrEqual(width);
  });

  it.each(themeNames)('looks as it should in the theme %s', async (theme) => {
    const { picture } = await open(runsModel(40), { theme });
    await picture(`runs-${theme}`);
  });
});
