/** The Cost page in a real browser. */
import { describe, expect, it } from 'vitest';
import type { Costs } from '../../schemas/costPanel.ts';
import { bill, costModel, costs, run, withBill, work } from '../support/costModel.ts';
import type { PageOptions, PageUnderTest } from './support/pageUnderTest.ts';
import { overflowOf, unfoldNumbers, usePanel } from './support/panelBrowser.ts';
import { themeNames } from './support/themes.ts';

const openPanel = usePanel('cost');

async function open(model: unknown, options: Omit<PageOptions, 'page'> = {}): Promise<PageUnderTest> {
  const opened = await openPanel(options);
  await opened.show(model);
  return opened;
}

const ranged = withBill.replace(
  '{cost: 1058406 USD, once: true}',
  '{cost: {low: 1 MUSD, likely: 1.1 MUSD, high: 1.5 MUSD}, once: true}',
);

async function fullModel(spec = withBill): Promise<Costs> {
  return costs(spec, {
    actuals: { bill },
    work,
    runs: [run('large', 9000, 0.72, 0.36), run('small', 1000, 0.69, 0.34)],
  });
}

describe('the Cost page', () => {
  it.each(themeNames)('shows every part in %s, without overflow', async (theme) => {
    const shown = await open(await fullModel(), { theme });
    const headings = await shown.page.locator('h2').allInnerTexts();
    expect(headings).toEqual([
      'Iceberg',
      'Return',
      'What if',
      'Plan against actual',
      'Levers',
      'Runs by cost and value',
      'Items',
      'Imports',
      'Work by area',
      'What the drift found costs',
      'Energy and carbon',
      'Against the base',
    ]);
    expect(await overflowOf(shown)).toBeLessThanOrEqual(0);
    await shown.picture(`cost-${theme}`);
  });

  it('stays within a narrow panel', async () => {
    const shown = await open(await fullModel(), { width: 380 });
    expect(await overflowOf(shown)).toBeLessThanOrEqual(0);
    await shown.picture('cost-narrow');
  });

  it('shows a range below its number, in small words of its own', async () => {
    const shown = await open(await costs(ranged));
    const tile = shown.page.locator('.cost-glance .tile:has(dt:text-is("One-off"))');
    expect(await tile.locator('.tile-number').innerText()).toBe('1.15 MUSD');
    expect(await tile.locator('.sub').innerText()).toBe('1 to 1.5 MUSD');
  });

  it.each([1280, 880, 380])('breaks no number of its first tiles at %i px', async (width) => {
    const shown = await open(await fullModel(ranged), { width });
    const lines: unknown = await shown.page.evaluate(
      `[...document.querySelectorAll('.cost-glance .tile-number')].map((number) =>
        Math.round(number.getBoundingClientRect().height / parseFloat(getComputedStyle(number).lineHeight)))`,
    );
    expect(lines).toEqual([1, 1, 1, 1, 1, 1]);
    await shown.picture(`cost-${width}`);
  });

  it('hatches what is not tracked, and calls it unknown instead of nothing', async () => {
    const shown = await open(await costs());
    const labelling = shown.page.locator('.iceberg tr', { hasText: 'Labelling' });
    expect(await labelling.locator('.berg-unknown').count()).toBe(1);
    expect(await labelling.locator('td.cell-end').allInnerTexts()).toEqual(['unknown', 'unknown']);
  });

  it('answers while a slider is moved by keyboard, and writes on Apply alone', async () => {
    const shown = await open(await costs());
    const net = shown.page.locator('[aria-live] .tile:has(dt:text-is("Net present value")) .tile-number');
    const before = await net.innerText();
    await shown.page.locator('#slider-volume').focus();
    await shown.page.keyboard.press('ArrowLeft');
    expect(await net.innerText()).not.toBe(before);
    expect((await shown.sent()).map(({ type }) => type)).toEqual(['ready']);
    await shown.page.getByText('Apply to the spec').click();
    const { change } = await shown.untilSent('applyWhatIf');
    expect(change.volume).toBeLessThan(3_000_000);
    expect(Object.keys(change)).toEqual(['volume']);
    expect(await net.innerText()).toBe(before);
  });

  it('opens the place of a number, and has its formula in its tip', async () => {
    const shown = await open(await costs());
    const net = shown.page.locator('tr', { hasText: 'Net present value against rules' }).locator('.figure').first();
    await net.hover();
    await shown.page.locator('#plumbline-tip', { hasText: 'Formula 12' }).waitFor();
    await shown.page.locator('.iceberg .source-text', { hasText: 'Development' }).click();
    expect(await shown.untilSent('openLocation')).toMatchObject({ uri: 'file:///work/plumbline.yaml' });
  });

  it('has the table of a chart behind it, and asks for exports', async () => {
    const shown = await open(await fullModel());
    await unfoldNumbers(shown.page.locator('figure', { hasText: 'Money by month' }));
    expect(await shown.page.locator('table[aria-label^="Money by month"] tbody tr').first().innerText()).toContain(
      '30,000',
    );
    await shown.page.getByRole('button', { name: 'FOCUS' }).click();
    expect(await shown.untilSent('exportCosts')).toEqual({ type: 'exportCosts', format: 'focus' });
  });

  it('says what to do where there are no costs, and shows markup in names as text', async () => {
    const shown = await open({ state: 'empty', project: 'demo', because: 'The spec has no costs.', next: 'Add them.' });
    expect(await shown.page.locator('main').innerText()).toContain('Add them.');
    const hostile = { ...(await costs()), project: '<img src=x onerror=alert(1)>' };
    await shown.show(hostile);
    expect(await shown.page.locator('h1').innerText()).toContain('<img');
  });

  it('shows that bills wait for trust', async () => {
    const model = await costModel(withBill, { actuals: { bill } });
    const shown = await open({ ...model, isTrusted: false });
    await shown.page.getByText('Manage trust').click();
    expect(await shown.untilSent('manageTrust')).toEqual({ type: 'manageTrust' });
  });
});
