import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { at, buildOverview, flightsSource, specUri } from './support/overviewFixture.ts';
import type { PageOptions, PageUnderTest } from './support/pageUnderTest.ts';
import { usePanel } from './support/panelBrowser.ts';

const openPanel = usePanel('overview');

async function openFull(options: Omit<PageOptions, 'page'> = {}): Promise<PageUnderTest> {
  const page = await openPanel(options);
  await page.show(buildOverview());
  return page;
}

describe('the Overview page', () => {
  it('says what it shows, to a reader who cannot see it', async () => {
    const { page } = await openFull();
    await expect(await page.locator('#page').ariaSnapshot()).toMatchFileSnapshot('golden/overview.yaml');
  });

  it('has one heading for the project and one for each section', async () => {
    const { page } = await openFull();
    expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual(['flight-delays']);
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Metrics',
      'Data',
      'Splits',
      'Economics',
      'Costs',
    ]);
  });

  it('shows a metric with its value, target, limit and verdict in one row', async () => {
    const { page } = await openFull();
    const row = page.getByRole('table', { name: 'Metrics' }).getByRole('row', { name: /^precision/u });
    await row.getByRole('button', { name: '0.287' }).waitFor();
    await row.getByRole('button', { name: '0.35' }).waitFor();
    await row.getByRole('button', { name: '0.30' }).waitFor();
    expect((await row.getByRole('cell').last().innerText()).trim()).toBe('Limit missed');
  });

  it.each([880, 1100])('breaks neither a period nor a type into lines in a page of %d pixels', async (width) => {
    const { page } = await openFull({ width });
    const linesOf = async (selector: string) =>
      z
        .array(z.number())
        .nonempty()
        .parse(
          await page.evaluate<unknown>(
            `[...document.querySelectorAll(${JSON.stringify(selector)})].map((text) => text.getClientRects().length)`,
          ),
        );
    const periods = await linesOf('.split-period .figure:not(.figure-unknown) bdi');
    const types = await linesOf('.column-type .code bdi');
    expect(new Set([...periods, ...types])).toEqual(new Set([1]));
  });

  it.each([520, 880])(
    'breaks no time at its hyphens, and no arrow off its name, in a page of %d pixels',
    async (width) => {
      const { page } = await openFull({ width });
      const found = z.object({ lines: z.array(z.number()).nonempty(), below: z.array(z.boolean()).nonempty() }).parse(
        await page.evaluate<unknown>(`(() => {
        for (const name of document.querySelectorAll('.metric-name .source-text bdi')) name.textContent = 'w'.repeat(13) + ' ' + 'w'.repeat(13);
        const times = [...document.querySelectorAll('.column-edge .code')].filter((edge) => /^2001-/.test(edge.textContent));
        return {
          lines: times.flatMap((time) => [...time.querySelectorAll('.unbroken')].map((part) => part.getClientRects().length)),
          below: [...document.querySelectorAll('.direction')].map((arrow) => {
            const name = arrow.parentElement.querySelector('.source-text').getBoundingClientRect();
            const own = arrow.getBoundingClientRect();
            return own.top >= name.bottom || own.left < name.right - 1;
          }),
        };
      })()`),
      );
      expect([new Set(found.lines), new Set(found.below)]).toEqual([new Set([1]), new Set([false])]);
    },
  );

  it('describes the plot of a metric in words', async () => {
    const { page } = await openFull();
    const row = page.getByRole('table', { name: 'Metrics' }).getByRole('row', { name: /^calibration/u });
    expect(await row.getByRole('img').getAttribute('aria-label')).toBe(
      'Value 0.031, target 0.02, limit 0.05. Limit held.',
    );
  });

  it('gives the reason for a value that is not known, and no number', async () => {
    const { page } = await openFull();
    const row = page.getByRole('table', { name: 'Metrics' }).getByRole('row', { name: /^power/u });
    expect(await row.getByRole('cell').first().innerText()).toMatch(
      /not known\s+because this machine is not the deployment target edge-box/u,
    );
  });

  it('asks to open where a number is declared when it is clicked', async () => {
    const { page, untilSent } = await openFull();
    const row = page.getByRole('table', { name: 'Metrics' }).getByRole('row', { name: /^precision/u });
    await row.getByRole('button', { name: '0.35' }).click();
    const { uri, range } = await untilSent('openLocation');
    expect(uri).toBe(specUri);
    expect(range).toEqual(at(66).range);
  });

  it('asks for Problems when the findings are clicked', async () => {
    const { page, untilSent } = await openFull();
    await page.getByRole('button', { name: '1 error 3 warnings 2 hints' }).click();
    await untilSent('showProblems');
  });

  it('asks to refresh', async () => {
    const { page, untilSent } = await openFull();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await untilSent('refresh');
  });

  it('asks to profile the data source whose button is pressed', async () => {
    const { page, untilSent } = await openFull();
    await page.getByRole('button', { name: 'Profile now' }).click();
    expect((await untilSent('runProfile')).dataId).toBe('delay-notes');
  });

  it('unfolds the numbers behind a plot', async () => {
    const { page } = await openFull();
    const plot = page.getByRole('button', { name: /^delay: histogram/u });
    expect(await plot.getAttribute('aria-expanded')).toBe('false');
    await plot.click();
    expect(await plot.getAttribute('aria-expanded')).toBe('true');
    const bins = page.getByRole('table', { name: 'Histogram of delay' });
    expect(await bins.getByRole('row').nth(3).innerText()).toMatch(/-20\s+0\s+1\u202F310\u202F000\s+44 %/u);
  });

  it('lists frequent values with their shares, and all others as one', async () => {
    const { page } = await openFull();
    await page.getByRole('button', { name: /^origin: most frequent ORD 5\.7 %/u }).click();
    const values = page.getByRole('table', { name: 'Frequent values of origin' });
    expect(await values.getByRole('rowheader').allInnerTexts()).toEqual([
      'ORD',
      'DFW',
      'ATL',
      'LAX',
      'PHX',
      'All others',
    ]);
  });

  it('narrows every list to what the filter asks for, and says of how many', async () => {
    const { page } = await openFull();
    await page.getByRole('textbox', { name: 'Filter metrics, data, costs' }).fill('edge-box');
    const rows = page.getByRole('table', { name: 'Metrics' }).getByRole('row', { name: /edge-box/u });
    expect(await rows.count()).toBe(2);
    await page.getByRole('region', { name: 'Metrics' }).getByText('2 of 7', { exact: true }).waitFor();
    await page.getByText('No split matches the filter.').waitFor();
  });

  it('shows all again when Escape empties the filter', async () => {
    const { page } = await openFull();
    const filter = page.getByRole('textbox', { name: 'Filter metrics, data, costs' });
    await filter.fill('nothing at all');
    await page.getByText('No metric matches the filter.').waitFor();
    await filter.press('Escape');
    await page.getByRole('table', { name: 'Metrics' }).waitFor();
    expect(await filter.inputValue()).toBe('');
  });

  it('explains a number when the pointer rests on it', async () => {
    const { page } = await openFull();
    await page.getByRole('button', { name: '2 717 038 USD' }).hover();
    const tip = page.getByRole('tooltip');
    await tip.waitFor();
    const text = await tip.innerText();
    expect(text).toContain('Formula 2: volume × (value per prediction − value of the rules)');
    expect(text).toContain('3 000 000 predictions/year (plumbline.yaml:26)');
  });

  it('does not draw a division whose splits overlap', async () => {
    const page = await openPanel();
    const model = buildOverview();
    const [train, ...rest] = model.splits;
    await page.show({
      ...model,
      splits: train === undefined ? [] : [train, { ...train, id: 'again' }, { ...train, id: 'third' }, ...rest],
    });
    expect(await page.page.getByRole('table', { name: 'Splits' }).getByRole('img').count()).toBe(0);
  });

  it('offers nothing that runs in Restricted Mode', async () => {
    const { page, show, untilSent } = await openPanel();
    await show(buildOverview({ isTrusted: false }));
    await page.getByText('Restricted Mode.').waitFor();
    expect(await page.getByRole('button', { name: /^Profile/u }).count()).toBe(0);
    await page.getByRole('button', { name: 'Manage trust' }).click();
    await untilSent('manageTrust');
  });

  it('says so when the economics have no figure', async () => {
    const { page, show } = await openPanel();
    await show(
      buildOverview({
        economics: { state: 'known', definedAt: at(24), outcomes: [], breakEven: [], assumptions: [] },
      }),
    );
    await page.getByRole('region', { name: 'Economics' }).getByText('Nothing can be computed yet.').waitFor();
  });

  it('says that a profile is outdated and still shows it', async () => {
    const { page, show } = await openPanel();
    const source = flightsSource();
    if (source.profile.state !== 'known') throw new Error('The fixture has a profile.');
    await show(
      buildOverview({ dataSources: [{ ...source, profile: { ...source.profile, outdated: 'the file has changed' } }] }),
    );
    await page.getByText('This profile is outdated because the file has changed.').waitFor();
    await page.getByRole('table', { name: 'Columns of flights' }).waitFor();
  });
});

describe('a page that is shown again', () => {
  it('keeps its filter, what is unfolded, how far it was scrolled, and what it is about', async () => {
    const first = await openFull();
    await first.page.getByRole('button', { name: /^origin: most frequent/u }).click();
    await first.page.evaluate('window.scrollTo(0, 400)');
    await first.page.waitForFunction(() => plumblineTest.kept.page.scrollTop === 400);
    const kept = await first.kept();
    expect(kept.resource).toBe(specUri);

    const second = await openFull({ state: kept });
    await second.page.getByRole('table', { name: 'Frequent values of origin' }).waitFor();
    await second.page.waitForFunction(() => plumblineTest.scrollTop === 400);
  });

  it('starts afresh when what was kept has another form', async () => {
    const { page } = await openFull({
      state: { resource: specUri, page: { memory: { filter: 3 }, scrollTop: 'far' } },
    });
    expect(await page.getByRole('textbox', { name: 'Filter metrics, data, costs' }).inputValue()).toBe('');
  });
});
