/** Several classes, any number of classes, numbers, and smaller forms on the Evaluation page. */
import { describe, expect, it } from 'vitest';
import type { PageOptions, PageUnderTest } from './support/pageUnderTest.ts';
import { overflowOf, unfoldNumbers, usePanel } from './support/panelBrowser.ts';
import {
  buildClassesRun,
  buildCompressedRun,
  buildLabelsRun,
  buildMoneyRuns,
  buildNumbersRuns,
} from './support/runsByTask.ts';
import { themeNames } from './support/themes.ts';

const openPanel = usePanel('evaluation');

async function open(model: unknown, options: Omit<PageOptions, 'page'> = {}): Promise<PageUnderTest> {
  const opened = await openPanel(options);
  await opened.show(model);
  return opened;
}

describe('a run of several classes', () => {
  it('lists each class against the rest, the worst one first, and the undefined ones last', async () => {
    const { page } = await open(buildClassesRun(10));
    const rows = page.getByRole('table', { name: 'Classes' }).getByRole('row');
    const texts = await page.getByRole('table', { name: 'Classes' }).locator('tbody tr td:last-child').allInnerTexts();
    const f1 = texts.slice(0, -1).map(Number);
    expect(f1).toEqual(f1.toSorted((left, right) => left - right));
    expect(f1[0]).toBeLessThan(f1.at(-1) ?? 0);
    expect(await rows.last().getByRole('rowheader').innerText()).toBe('2');
    expect(await rows.last().innerText()).toContain('undefined: no row is of it');
  });

  it('writes the confusion of few classes, as shares of what is chosen', async () => {
    const { page } = await open(buildClassesRun(10));
    const cell = page
      .getByRole('region', { name: 'Confusion matrix' })
      .getByRole('row')
      .last()
      .getByRole('cell')
      .last();
    expect(await cell.innerText()).toMatch(/50\s+\d\d\.\d %/u);
    const before = await cell.innerText();
    await page.getByRole('combobox', { name: 'Shares' }).selectOption('of all rows');
    expect(await cell.innerText()).not.toBe(before);
  });

  it('draws the confusion of many classes, with the largest confusions behind it', async () => {
    const { page } = await open(buildClassesRun(60));
    const figure = page.getByRole('figure', { name: '60 classes: true ones down, answers across' });
    expect(await figure.getByRole('img').getAttribute('aria-label')).toMatch(
      /^Confusion of 60 classes\. species \d+ is most often taken for another class: as species \d+ in 2 rows\.$/u,
    );
    expect(await (await unfoldNumbers(figure)).count()).toBe(26);
  });

  it('saves every cell, also those that are not shown', async () => {
    const { page, untilSent } = await open(buildClassesRun(60));
    await page.getByRole('button', { name: 'Save the numbers of confusion as CSV' }).click();
    const { name, text } = await untilSent('saveText');
    expect(name).toBe('confusion.csv');
    expect(text.trim().split('\r\n')).toHaveLength(60 * 60 + 1);
  });

  it('lists the largest confusions where there are too many classes for a drawing', async () => {
    const { page } = await open(buildClassesRun(120));
    const section = page.getByRole('region', { name: 'Confusion' });
    expect(await section.innerText()).toContain('There are 120 classes, too many for a drawing.');
    expect(await section.getByRole('listitem').count()).toBe(25);
  });

  it.each(themeNames)('looks as it should in the theme %s', async (theme) => {
    const under = await open(buildClassesRun(30), { theme, width: 1180, height: 900 });
    await under.picture(`evaluation-classes-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('fits a narrow panel', async () => {
    const under = await open(buildClassesRun(10), { width: 380, height: 900 });
    await under.picture('evaluation-classes-narrow');
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('breaks no number of the confusion in a narrow panel', async () => {
    const { page } = await open(buildClassesRun(10), { width: 380, height: 900 });
    await page.getByRole('region', { name: 'Confusion matrix' }).waitFor();
    const lines = await page.evaluate<unknown>(
      `[...new Set([...document.querySelectorAll('.confusion td > span')].map((span) => span.getClientRects().length))]`,
    );
    expect(lines).toEqual([1]);
  });
});

describe('a run of any number of classes', () => {
  it('lists its classes, though it has no confusion', async () => {
    const { page } = await open(buildLabelsRun());
    const table = page.getByRole('table', { name: 'Classes' });
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual(['snow', 'sunset', 'beach']);
    expect(await page.getByRole('heading', { name: 'Confusion' }).count()).toBe(0);
    expect(await table.getByRole('row').nth(1).innerText()).toContain('undefined: never answered');
  });
});

describe('a run of numbers', () => {
  it('draws truth against answer, errors by answer, and how errors spread', async () => {
    const { page } = await open(buildNumbersRuns());
    const section = page.getByRole('region', { name: 'Errors' });
    expect(await section.getByRole('figure').count()).toBe(3);
    const figure = section.getByRole('figure', { name: 'True against answered' });
    const rows = await unfoldNumbers(figure);
    expect(await rows.nth(1).innerText()).toMatch(/^5\s+4\s+-1\s+10\s+500$/u);
  });

  it('draws the other run beside it', async () => {
    const { page } = await open(buildNumbersRuns());
    await page.getByRole('combobox', { name: 'Compared with' }).selectOption({ index: 1 });
    expect(await page.locator('.line-chart .curve-other').count()).toBe(2);
  });

  it.each(themeNames)('looks as it should in the theme %s', async (theme) => {
    const under = await open(buildNumbersRuns(), { theme, width: 1180, height: 700 });
    await under.picture(`evaluation-numbers-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });
});

describe('a run whose answers have money', () => {
  const tableIn = ({ page }: PageUnderTest) => page.getByRole('table', { name: 'Money of one answer' });

  it('tells the whole first, then the slices that lose most, with what it is computed for', async () => {
    const under = await open(buildMoneyRuns());
    const names = await tableIn(under).locator('tbody').getByRole('rowheader').allInnerTexts();
    expect(names.slice(0, 5)).toEqual([
      'all answers',
      'beyond the rule',
      'if nothing were raised',
      'Slices, those that lose most first',
      'origins/A27',
    ]);
    expect(
      await tableIn(under)
        .getByRole('row', { name: /^evening/u })
        .innerText(),
    ).toContain('-0.095 USD');
    expect(await under.page.getByRole('region', { name: 'Money' }).innerText()).toContain('for 17 % positives');
  });

  it('shows all slices on request, those without money last, and why', async () => {
    const under = await open(buildMoneyRuns());
    await under.page.getByRole('button', { name: 'Show all 20 slices' }).click();
    expect(await tableIn(under).getByRole('row').last().innerText()).toMatch(
      /origins\/none[^]*undefined because 3 of 9 rows have no amount/u,
    );
  });

  it('lays another run beside it, and says each bar in words', async () => {
    const under = await open(buildMoneyRuns());
    await under.page.getByRole('combobox', { name: 'Compared with' }).selectOption({ index: 1 });
    const row = tableIn(under).getByRole('row', { name: /^all answers/u });
    expect(await row.innerText()).toContain('-0.39 USD');
    expect(await row.getByRole('img').getAttribute('aria-label')).toBe(
      'all answers: -0.34 USD, interval -0.35 USD to -0.33 USD',
    );
  });

  it.each(themeNames)('looks as it should in the theme %s', async (theme) => {
    const under = await open(buildMoneyRuns(), { theme, width: 1180, height: 900 });
    await under.picture(`evaluation-money-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('fits a narrow panel', async () => {
    const under = await open(buildMoneyRuns(), { width: 380, height: 900 });
    await under.picture('evaluation-money-narrow');
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });
});

describe('a run of a smaller form', () => {
  it('holds what it loses to what it may lose, beside what it saves', async () => {
    const { page } = await open(buildCompressedRun());
    const section = page.getByRole('region', { name: 'Compression' });
    const quality = section.getByRole('table', { name: 'What compression costs in quality' });
    expect(await quality.getByRole('row', { name: /^precision/u }).innerText()).toContain('Beyond the limit');
    expect(await quality.getByRole('row', { name: /^calibration/u }).innerText()).toContain('not stated');
    const machine = section.getByRole('table', { name: 'What compression saves of the machine' });
    expect(await machine.getByRole('row', { name: /^size/u }).innerText()).toContain('0.294 ×');
    expect(await section.getByRole('table', { name: 'What compression changes in a year' }).count()).toBe(1);
  });

  it.each(themeNames)('looks as it should in the theme %s', async (theme) => {
    const under = await open(buildCompressedRun(), { theme, width: 900, height: 700 });
    await under.picture(`evaluation-compression-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });
});
