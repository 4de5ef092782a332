import { describe, expect, it } from 'vitest';
import { buildHostileOverview, buildHugeOverview, buildOverview, specUri } from './support/overviewFixture.ts';
import { usePanel } from './support/panelBrowser.ts';

const openPanel = usePanel('overview');

const hostileTexts = [
  ['an element with a handler', '<img src=x onerror="document.title=1">', '<img src=x onerror="document.title=1">'],
  ['a script', '</script><script>document.title=1</script>', '</script><script>document.title=1</script>'],
  ['quotes that end an attribute', '"><b onmouseover=alert(1)>', '"><b onmouseover=alert(1)>'],
  ['a template expression', '${document.title=1}{{7*7}}', '${document.title=1}{{7*7}}'],
  ['an override of direction', 'safe\u202Elmth.exe', 'safe[U+202E]lmth.exe'],
  ['a terminal sequence', '\u001B[31mred\u001B[0m', '␛[31mred␛[0m'],
  ['an address that runs', 'javascript:document.title=1', 'javascript:document.title=1'],
  ['the name of a prototype', '__proto__', '__proto__'],
] as const;

describe('hostile text', () => {
  it.each(hostileTexts)('%s is shown as text everywhere', async (_name, text, visible) => {
    const { page, show } = await openPanel();
    const elements = async () =>
      page.evaluate('document.querySelectorAll("script, img, b, iframe, object, [onerror], [onmouseover]").length');
    const before = await elements();
    await show(buildHostileOverview(text));
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(visible);
    expect(await page.getByText(visible, { exact: true }).count()).toBeGreaterThan(15);
    await page.locator('button.figure').first().hover();
    await page.getByRole('tooltip').waitFor();
    expect(await elements()).toBe(before);
    expect(await page.title()).toBe('Overview');
  });

  it.each([320, 1400])('as long as a file does not widen a page of %i pixels', async (width) => {
    const { page, show } = await openPanel({ width });
    await show(buildHostileOverview('x'.repeat(100_000)));
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});

describe('a message that cannot be read', () => {
  it.each([
    ['of an unknown type', { type: 'navigate', url: 'https://example.com' }],
    ['with an extra field', { type: 'loading', more: true }],
    ['that is text', '{"type":"loading"}'],
    ['that is nothing', null],
    [
      'whose view model lacks a part',
      { type: 'show', resource: specUri, viewModel: { ...buildOverview(), metrics: undefined } },
    ],
    [
      'whose view model has a number that is text',
      { type: 'show', resource: specUri, viewModel: { ...buildOverview(), findings: { error: '1' } } },
    ],
  ])('%s is reported, and the page stays as it was', async (_name, message) => {
    const { page, show, send, untilSent } = await openPanel();
    await show(buildOverview());
    await send(message);
    expect((await untilSent('report')).problem).toMatch(/^Dropped a/u);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('flight-delays');
  });

  it('does not leave a page waiting that has nothing to show', async () => {
    const { page, show, untilSent } = await openPanel();
    await show({ state: 'project' });
    await untilSent('report');
    await page.getByText('The overview page cannot read what it was sent; reload the window.').waitFor();
  });
});

describe('a huge project', () => {
  it('shows 500 metrics and 200 columns, and can be narrowed to one', async () => {
    const { page, show } = await openPanel();
    await show(buildHugeOverview());
    const metrics = page.getByRole('table', { name: 'Metrics' });
    expect(await metrics.getByRole('img').count()).toBe(500);
    expect(await page.getByRole('table', { name: 'Columns of flights' }).getByRole('rowheader').count()).toBe(200);
    await page.getByRole('textbox', { name: 'Filter metrics, data, costs' }).fill('metric-499');
    await page.getByText('1 of 500', { exact: true }).waitFor();
    expect(await metrics.getByRole('img').count()).toBe(1);
  });

  it('is drawn in a bounded number of elements', async () => {
    const { page, show } = await openPanel();
    await show(buildHugeOverview());
    await page.getByRole('table', { name: 'Metrics' }).waitFor();
    // About 45 elements a metric and 35 a column: a plot is one path, a tip exists only while it is shown.
    const elements = await page.evaluate('document.querySelectorAll("*").length');
    expect(elements).toBeLessThan(40_000);
  });
});
