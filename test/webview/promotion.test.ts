import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { PageOptions, PageUnderTest } from './support/pageUnderTest.ts';
import { overflowOf, usePanel } from './support/panelBrowser.ts';
import { outputFolder } from './support/pageUnderTest.ts';
import { buildLargePromotion, buildPromotion, notebookUri } from './support/promotionPageFixture.ts';
import { themeNames } from './support/themes.ts';

const openPanel = usePanel('promotion');

async function open(model: unknown, options: Omit<PageOptions, 'page'> = {}): Promise<PageUnderTest> {
  const opened = await openPanel(options);
  await opened.show(model);
  return opened;
}

describe('the Promotion page', () => {
  it('has a section for cells, files, findings, the report and the verification', async () => {
    const { page } = await open(buildPromotion());
    expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual(['delay']);
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Cells',
      'Files',
      'Findings',
      'Report',
      'Verification',
    ]);
  });

  it('names the stage of every statement in words', async () => {
    const { page } = await open(buildPromotion());
    const stage = page.getByRole('combobox', { name: 'Stage of model = LogisticRegression' });
    expect(await stage.inputValue()).toBe('train');
    expect(await stage.locator('option').allInnerTexts()).toContain('Evaluate');
    expect(await page.getByRole('list', { name: 'Converted statements by stage' }).innerText()).toMatch(/Train\s+1/u);
  });

  it('asks to move a statement that is given another stage by the keyboard', async () => {
    const { page, untilSent } = await open(buildPromotion());
    await page.getByRole('combobox', { name: 'Stage of X = flights' }).focus();
    await page.keyboard.press('T');
    await page.keyboard.press('Enter');
    expect(await untilSent('moveStatement')).toEqual({ type: 'moveStatement', statement: 'cell-4:1', stage: 'train' });
  });

  it('asks to give a moved statement back to its own stage', async () => {
    const { page, untilSent } = await open(buildPromotion());
    await page.getByRole('combobox', { name: 'Stage of flights = flights.dropna' }).selectOption('own');
    expect(await untilSent('moveStatement')).toEqual({ type: 'moveStatement', statement: 'cell-2:2', stage: null });
  });

  it('asks to move a statement that is dropped on a stage', async () => {
    const { page, untilSent } = await open(buildPromotion());
    const target = page.getByRole('list', { name: 'Converted statements by stage' }).getByText('Split');
    await page.locator('.statement', { hasText: 'X = flights' }).dragTo(target);
    expect(await untilSent('moveStatement')).toEqual({ type: 'moveStatement', statement: 'cell-4:1', stage: 'split' });
  });

  it('shows the lines of a statement in its file', async () => {
    const { page } = await open(buildPromotion());
    await page.getByRole('button', { name: 'split.step_4' }).click();
    const lines = page.locator('.file-line.is-selected');
    expect(await lines.allInnerTexts()).toEqual(['value_6 = 5']);
  });

  it('opens the cell that it names', async () => {
    const { page, untilSent } = await open(buildPromotion());
    await page.getByRole('button', { name: 'Cell 4', exact: true }).click();
    expect(await untilSent('openLocation')).toMatchObject({ uri: `${notebookUri}#cell=3` });
  });

  it('says what was dropped and what was left, and why', async () => {
    const { page } = await open(buildPromotion());
    const report = page.getByRole('table', { name: 'Statements that are not in the package' });
    expect(await report.getByRole('row', { name: /^exec/u }).innerText()).toContain('it may read and write any name');
    expect(await report.getByRole('row').count()).toBe(6);
  });

  it('lists what differs first, and says where', async () => {
    const { page } = await open(buildPromotion());
    const first = page.getByRole('table', { name: 'Values that were compared' }).getByRole('row').nth(1);
    expect(await first.innerText()).toMatch(
      /auc[\s\S]*0\.712[\s\S]*0\.698[\s\S]*2 %[\s\S]*evaluate\.step_7[\s\S]*Differs/u,
    );
    await page.getByText('Outdated because').waitFor();
  });

  it('asks to promote and to verify', async () => {
    const { page, untilSent } = await open(buildPromotion());
    await page.getByRole('button', { name: 'Promote again…' }).click();
    await untilSent('promote');
    await page.getByRole('button', { name: 'Verify' }).click();
    await untilSent('verify');
  });

  it('offers neither in a workspace that is not trusted, and says why', async () => {
    const { page } = await open(buildPromotion({ isTrusted: false }));
    await page.getByText('Restricted Mode.').waitFor();
    expect(await page.getByRole('button', { name: /Promote|Verify/u }).count()).toBe(0);
  });

  it('offers to verify only what is written', async () => {
    const none = { state: 'none', because: 'the package is not written yet', next: null } as const;
    const model = buildPromotion({ package: { name: 'delay', folder: 'delay', isWritten: false }, verification: none });
    const { page } = await open(model);
    await page.getByText('Not verified because the package is not written yet.').waitFor();
    expect(await page.getByRole('button', { name: 'Verify' }).count()).toBe(0);
  });

  it('narrows the cells to what is looked for', async () => {
    const { page } = await open(buildPromotion());
    await page.getByRole('textbox', { name: 'Filter cells' }).fill('LogisticRegression');
    expect(await page.locator('.statement').count()).toBe(1);
    await page.getByRole('textbox', { name: 'Filter cells' }).fill('nothing like it');
    await page.getByText('No cell matches the filter.').waitFor();
  });

  it('says in one sentence why nothing can be promoted', async () => {
    const { page } = await open({ state: 'empty', because: 'delay.ipynb cannot be read.', next: null });
    await page.getByRole('heading', { name: 'Nothing to promote' }).waitFor();
    await page.getByText('delay.ipynb cannot be read.').waitFor();
  });

  it('takes text of a notebook for text', async () => {
    const model = buildPromotion();
    const [cell] = model.cells;
    const hostile = '<img src=x onerror=alert(1)>\u202Eevil';
    if (cell?.statements[0] !== undefined)
      cell.statements[0] = { ...cell.statements[0], text: hostile, function: hostile };
    const { page } = await open(model);
    expect(await page.locator('img').count()).toBe(0);
    await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
  });

  it('can be walked by the keyboard, and every stop has a name', async () => {
    const { page } = await open(buildPromotion());
    const names = z.array(z.string()).parse(
      await page.evaluate<unknown>(
        `[...document.querySelectorAll('button, vscode-button, select, input, summary, a, [tabindex="0"]')].map(
          (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim(),
        )`,
      ),
    );
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => name === '')).toEqual([]);
  });
});

describe('how the Promotion page looks', () => {
  it.each(themeNames)('fits its width in %s, with everything on it', async (theme) => {
    for (const width of [1400, 800, 420]) {
      const shown = await open(buildPromotion(), { theme, width });
      await shown.page.getByRole('button', { name: 'split.step_4' }).click();
      await shown.picture(`promotion-${theme}-${width}`);
      expect([width, (await overflowOf(shown)) <= 0]).toEqual([width, true]);
    }
  });

  it('holds 200 cells and very long names, and filters them', async () => {
    const { page } = await open(buildLargePromotion());
    expect(await page.locator('.statement').count()).toBe(1000);
    await page.getByRole('textbox', { name: 'Filter cells' }).fill('cell 199');
    await page.locator('.cell').first().waitFor();
    await page.getByRole('textbox', { name: 'Filter cells' }).fill('');
    expect(await overflowOf({ page })).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.screenshot({ path: path.join(outputFolder, 'promotion-large.png') });
  });
});
