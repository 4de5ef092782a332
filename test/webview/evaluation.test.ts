import { describe, expect, it } from 'vitest';
import {
  buildComparedRuns,
  buildEvaluation,
  buildFlawedPixels,
  buildFlawedRun,
  buildMachineRuns,
  buildNothingEvaluated,
  buildRun,
  olderRunId,
  specUri,
} from './support/evaluationFixture.ts';
import type { PageOptions, PageUnderTest } from './support/pageUnderTest.ts';
import { overflowOf, unfoldNumbers, usePanel } from './support/panelBrowser.ts';
import { themeNames } from './support/themes.ts';

const openPanel = usePanel('evaluation');

async function open(model: unknown, options: Omit<PageOptions, 'page'> = {}): Promise<PageUnderTest> {
  const opened = await openPanel(options);
  await opened.show(model);
  return opened;
}

/** The numbers of the tiles under the slider, by what they are. */
async function tiles({ page }: PageUnderTest): Promise<Readonly<Record<string, string>>> {
  const names = await page.locator('.glance dt').allInnerTexts();
  const numbers = await page.locator('.glance .tile-number').allInnerTexts();
  return Object.fromEntries(names.map((name, index) => [name, numbers[index] ?? '']));
}

describe('the Evaluation page', () => {
  it('has a section for metrics, the threshold, confusion and curves', async () => {
    const { page } = await open(buildEvaluation());
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Metrics',
      'Threshold',
      'Confusion',
      'Worst errors',
      'Curves',
    ]);
  });

  it('says what must be known of a value, below its row', async () => {
    const [recall, ...others] = buildRun().metrics;
    if (recall === undefined) throw new Error('The run has no metric.');
    const note = 'The worst class is late.';
    const { page } = await open(
      buildEvaluation({ runs: [buildRun({ metrics: [{ ...recall, notes: [note] }, ...others] })] }),
    );
    await page.getByRole('table', { name: 'Metrics of the run' }).getByText(note, { exact: true }).waitFor();
  });

  it('shows the scores of each class and what a share of the rows finds, with the numbers behind them', async () => {
    const { page } = await open(buildEvaluation());
    const scores = page.getByRole('figure', { name: 'Scores of each class' });
    expect(await scores.locator('.legend').innerText()).toMatch(/late\s+all others/);
    expect(await (await unfoldNumbers(scores)).first().innerText()).toMatch(/^Score\s+late\s+All others$/);
    const gains = await unfoldNumbers(page.getByRole('figure', { name: /^Gains/ }));
    expect(await gains.last().innerText()).toMatch(/^100\.0 %\s+100\.0 %\s+1$/);
  });

  it('shows the images on which the model errs most, and names those that could not be read', async () => {
    const pixel = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    const wrong = { truth: '3', answer: '8', score: '0.984' };
    const run = buildRun({
      worst: [
        { image: 'test/3/1726.png', ...wrong, picture: pixel },
        { image: 'test/3/gone.png', ...wrong },
      ],
      unreadable: { rows: 30, sentences: ['test/3/a.png is empty.'] },
    });
    const { page } = await open({ ...buildEvaluation(), runs: [run] });
    const pictures = page.locator('.pictures li');
    expect(await pictures.first().getByRole('img').getAttribute('alt')).toBe('Image of 3 answered as 8');
    const width = `(async () => {
      const image = document.querySelector('.pictures img');
      await image.decode();
      return image.naturalWidth;
    })()`;
    expect(await page.evaluate<unknown>(width)).toBe(1);
    expect(await pictures.first().innerText()).toBe('3 answered as 8\n0.984\ntest/3/1726.png');
    expect(await pictures.last().innerText()).toContain('not shown');
    const section = page.locator('section', { has: page.getByRole('heading', { name: 'Images' }) });
    expect(await section.innerText()).toContain('30 images could not be used and count in nothing:');
    expect(await section.innerText()).toContain('and 29 more');
  });

  it('says of an undefined value why, and of an interval across the limit that it is not settled', async () => {
    const { page } = await open(buildEvaluation());
    const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
    expect(await row('agreement').innerText()).toContain('because truth and answers are one and the same class');
    expect(await row('recall').first().innerText()).toContain('not settled');
  });

  const wrong = {
    run: buildRun().id,
    wanted: null,
    found: {
      state: 'rows' as const,
      columns: ['origin', 'distance', 'note'],
      total: 23_800,
      hasHidden: false,
      rows: [
        { row: 41, truth: 'late', answer: 'on-time', score: 0.993, cells: ['ATL', '612', '<b>wind</b>'] },
        { row: 1203, truth: 'on-time', answer: 'late', score: 0.981, cells: ['ORD', null, null] },
      ],
    },
  };

  it('asks for the rows behind all errors, or behind one kind of them', async () => {
    const { page, sent, untilSent } = await open(buildEvaluation());
    await page.getByRole('button', { name: 'Show the rows' }).click();
    expect(await untilSent('showErrors')).toEqual({ type: 'showErrors', run: buildRun().id, wanted: null });
    await page.getByRole('combobox', { name: 'Wrong rows' }).selectOption('late answered as on-time (7,800)');
    expect((await sent()).at(-1)).toMatchObject({ wanted: { truth: 'late', answer: 'on-time' } });
  });

  it('shows the rows that were answered wrongly, as text', async () => {
    const { page } = await open(buildEvaluation({ runs: [buildRun({ errors: wrong })] }));
    const section = page.getByRole('region', { name: 'Worst errors' });
    expect(await section.innerText()).toContain('The worst 2 of 23,800 rows');
    const rows = section.getByRole('table', { name: 'Wrong rows' }).getByRole('row');
    expect(await rows.nth(1).innerText()).toMatch(/42\s+late\s+on-time\s+0\.993\s+ATL\s+612\s+<b>wind<\/b>/u);
    expect(await rows.nth(2).innerText()).toContain('missing');
  });

  it('lets the digits of numbers in wrong rows end below each other', async () => {
    const { page } = await open(buildEvaluation({ runs: [buildRun({ errors: wrong })] }));
    await page.getByRole('table', { name: 'Wrong rows' }).waitFor();
    const aligned = await page.evaluate<unknown>(
      `[...document.querySelectorAll('table td')].map((cell) => [cell.innerText, getComputedStyle(cell).textAlign])`,
    );
    expect(aligned).toEqual(
      expect.arrayContaining([
        ['0.993', 'end'],
        ['612', 'end'],
        ['ATL', 'start'],
      ]),
    );
  });

  it('says in a card what the number is that names it', async () => {
    const { page } = await open(buildEvaluation({ runs: [buildRun({ errors: wrong })] }), { width: 380 });
    await page.getByRole('table', { name: 'Wrong rows' }).waitFor();
    const said = `getComputedStyle(document.querySelector('table[aria-label="Wrong rows"] tbody th'), '::before').content`;
    expect(await page.evaluate<unknown>(said)).toBe('"Row"');
  });

  it('says why rows cannot be shown', async () => {
    const found = { state: 'none' as const, because: 'flights.csv has changed since the run' };
    const { page } = await open(buildEvaluation({ runs: [buildRun({ errors: { ...wrong, found } })] }));
    const section = page.getByRole('region', { name: 'Worst errors' });
    expect(await section.innerText()).toContain('Rows cannot be shown because flights.csv has changed since the run.');
  });

  it('shows rows that are images as pictures, and names those that cannot be drawn', async () => {
    const picture =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
    const pictures = [
      { image: 'test/3/1.png', picture },
      { image: 'test/3/2.png', because: 'test/3/2.png is empty' },
    ];
    const { page } = await open(buildEvaluation({ runs: [buildRun({ errors: { ...wrong, pictures } })] }));
    const shown = page.getByRole('region', { name: 'Worst errors' }).getByRole('listitem');
    expect(await shown.first().getByRole('img').getAttribute('alt')).toBe('Image of late answered as on-time');
    expect(await shown.last().innerText()).toContain('test/3/2.png is empty');
  });

  it('offers no rows where answers are not kept', async () => {
    const { page } = await open(buildEvaluation({ runs: [buildRun({ canShowErrors: false })] }));
    expect(await page.getByRole('heading', { name: 'Worst errors' }).count()).toBe(0);
  });

  it.each(themeNames)('shows wrong rows in the theme %s', async (theme) => {
    const under = await open(buildEvaluation({ runs: [buildRun({ errors: wrong })] }), {
      theme,
      width: 900,
      height: 900,
    });
    await under.picture(`evaluation-errors-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('moves recall, precision, alerts and money with the slider, by keyboard', async () => {
    const under = await open(buildEvaluation());
    const slider = under.page.getByRole('slider', { name: 'Threshold' });
    expect(await slider.getAttribute('aria-valuetext')).toBe('0.500');
    const before = await tiles(under);
    await slider.focus();
    await under.page.keyboard.press('ArrowLeft');
    expect(await slider.getAttribute('aria-valuetext')).toBe('0.490');
    const after = await tiles(under);
    const found = (shown: Readonly<Record<string, string>>) => Number.parseFloat(shown['Found (recall)'] ?? '');
    expect(found(after)).toBeGreaterThan(found(before));
    expect(Object.keys(after)).toEqual([
      'Found (recall)',
      'Right when raised (precision)',
      'Answers that are positive',
      'Alerts a day',
      'Value of one answer',
      'Value of all answers a year',
    ]);
  });

  it('says why the value of all answers is not that of a business metric', async () => {
    const { page } = await open(buildEvaluation());
    await page.getByText('with nothing taken off').waitFor();
  });

  it('jumps to the threshold with the most money', async () => {
    const under = await open(buildEvaluation());
    await under.page.getByRole('button', { name: /^most money here/u }).click();
    const best = Math.max(...(buildRun().operating?.points.map(({ value }) => value ?? 0) ?? []));
    const shown = (await tiles(under))['Value of one answer'];
    expect(Number.parseFloat(shown ?? '')).toBeCloseTo(best, 3);
  });

  it('writes a threshold into the spec on request alone', async () => {
    const { page, sent, untilSent } = await open(buildEvaluation());
    await page.getByRole('slider', { name: 'Threshold' }).focus();
    await page.keyboard.press('ArrowRight');
    expect((await sent()).map(({ type }) => type)).toEqual(['ready']);
    await page.getByRole('button', { name: 'Apply 0.510 to the spec' }).click();
    expect(await untilSent('applyThreshold')).toEqual({ type: 'applyThreshold', model: 'delay', threshold: 0.51 });
  });

  it('shows the numbers behind a curve on request', async () => {
    const { page } = await open(buildEvaluation());
    const figure = page.getByRole('figure', { name: 'ROC: found against falsely raised' });
    expect(await (await unfoldNumbers(figure)).count()).toBeGreaterThan(10);
    expect(await figure.getByRole('columnheader').allInnerTexts()).toEqual(['Falsely raised', 'Found']);
  });

  it('compares two runs value by value, and keeps the choice', async () => {
    const { page, kept } = await open(buildComparedRuns());
    await page.getByRole('combobox', { name: 'Compared with' }).selectOption(olderRunId);
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'recall' }) });
    expect(await row.first().innerText()).toMatch(/0\.550\s*newer surely better/u);
    expect(JSON.stringify(await kept())).toContain(olderRunId);
  });

  it('asks for the comparison of two runs as soon as both are chosen, the older one first', async () => {
    const { page, untilSent } = await open(buildEvaluation());
    await page.getByRole('combobox', { name: 'Compared with' }).selectOption(olderRunId);
    expect(await untilSent('compareRuns')).toEqual({ type: 'compareRuns', first: olderRunId, second: buildRun().id });
    expect(
      await page
        .getByRole('row', { name: /^recall/u })
        .first()
        .innerText(),
    ).toContain('not yet tested');
  });

  it('looks at the runs that the host names, whatever was chosen before', async () => {
    const { page, send } = await open(buildEvaluation());
    await send({ type: 'lookAtRuns', run: olderRunId, other: buildRun().id });
    expect(await page.getByRole('combobox', { name: 'Run' }).inputValue()).toBe(olderRunId);
    expect(await page.getByRole('combobox', { name: 'Compared with' }).inputValue()).toBe(buildRun().id);
  });

  it('says of each metric how far two runs are apart, and whether chance alone may do that', async () => {
    const { page, sent } = await open(buildComparedRuns());
    await page.getByRole('combobox', { name: 'Compared with' }).selectOption(olderRunId);
    const section = page.getByRole('region', { name: 'Comparison' });
    expect(await section.innerText()).toContain('100,000 rows were answered by both runs');
    expect(await section.innerText()).toContain('2 of 4 metrics surely differ');
    const answers = await section
      .getByRole('table', { name: 'Difference of the two runs' })
      .locator('.verdict')
      .allInnerTexts();
    expect(answers.map((answer) => answer.trim())).toEqual(['Better', 'Worse', 'Not settled', 'Not known']);
    expect(await section.getByRole('img').first().getAttribute('aria-label')).toBe(
      'Difference 0.060; its interval 0.056 to 0.064 lies on one side of zero.',
    );
    expect(await section.getByRole('row', { name: /Model file/u }).innerText()).toContain('9d4e1e23bd5b');
    expect((await sent()).map(({ type }) => type)).toEqual(['ready']);
  });

  it.each(themeNames)('shows a comparison in the theme %s', async (theme) => {
    const under = await open(buildComparedRuns(), { theme, width: 1180, height: 900 });
    await under.page.getByRole('combobox', { name: 'Compared with' }).selectOption(olderRunId);
    await under.page.getByRole('region', { name: 'Comparison' }).scrollIntoViewIfNeeded();
    await under.picture(`evaluation-comparison-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('opens the line of the spec that declares a metric', async () => {
    const { page, untilSent } = await open(buildEvaluation());
    await page.getByRole('button', { name: 'recall', exact: true }).click();
    expect(await untilSent('openLocation')).toMatchObject({ uri: specUri, range: { start: { line: 40 } } });
  });

  it('lists slices with the missed ones first, and all of them on request', async () => {
    const { page } = await open(buildEvaluation());
    await page.getByText('24 slices, 8 with a missed limit').click();
    const table = page.getByRole('table', { name: 'Slices of recall' });
    expect(await table.getByRole('row').nth(1).innerText()).toContain('Limit missed');
    await page.getByRole('button', { name: 'Show all 24 slices' }).click();
    expect(await table.getByRole('row').count()).toBe(25);
  });

  it('shows latencies with their percentiles, and says of one that is not valid why', async () => {
    const { page } = await open(buildMachineRuns());
    const one = page.getByRole('figure', { name: 'Latency of 1 row' });
    expect(await one.getByRole('img').getAttribute('aria-label')).toBe(
      'Latency of 1 row: p50 1 ms, p90 1.5 ms, p99 2 ms.',
    );
    expect(await (await unfoldNumbers(one)).count()).toBeGreaterThan(10);
    const many = page.getByRole('figure', { name: 'Latency of 256 rows' });
    expect(await many.innerText()).toContain('300 queries: p99 is not valid; 662 needed');
    expect(await many.innerText()).toContain('not steady');
  });

  it('shows throughput by batch, and every figure with how it came about', async () => {
    const { page } = await open(buildMachineRuns());
    const rows = page.getByRole('table', { name: 'Throughput by batch' }).getByRole('row');
    expect(await rows.filter({ hasText: 'enough' }).innerText()).toContain('20,000 rows/s');
    const power = page.getByRole('table', { name: 'Figures of the machine' }).getByRole('row', { name: /^power/u });
    expect(await power.innerText()).toContain('only root may read the energy counter of the processor');
  });

  it('does not judge what was measured on another machine', async () => {
    const { page } = await open(buildMachineRuns());
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'latency', exact: true }) });
    expect(await row.innerText()).toContain('measured on another machine than edge-box');
  });

  it.each(themeNames)('shows the machine in the theme %s', async (theme) => {
    const under = await open(buildMachineRuns(), { theme, width: 1180, height: 900 });
    await under.page.getByRole('combobox', { name: 'Compared with' }).selectOption({ index: 1 });
    await under.picture(`evaluation-machine-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('shows the machine in a narrow panel', async () => {
    const under = await open(buildMachineRuns(), { width: 380, height: 900 });
    await under.picture('evaluation-machine-narrow');
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('offers to evaluate where nothing was evaluated yet', async () => {
    const { page, untilSent } = await open(buildNothingEvaluated(true));
    await page.getByRole('button', { name: 'Evaluate' }).click();
    expect(await untilSent('evaluate')).toEqual({ type: 'evaluate' });
  });

  const known = (number: number, low: number, high: number) => ({
    state: 'known' as const,
    number,
    text: number.toFixed(3),
    interval: { low, high, text: `${low.toFixed(3)} to ${high.toFixed(3)}` },
  });
  const things = {
    measure: 'AP',
    unit: 'true things',
    classes: [
      { name: 'crate', n: 431, value: known(0.712, 0.66, 0.761) },
      { name: 'barrel <b>', n: 52, value: known(0.318, 0.201, 0.44) },
      { name: 'pallet', n: 0, value: { state: 'undefined' as const, because: 'there is no true thing of the class' } },
    ],
    errors: [
      { what: 'right', count: 388 },
      { what: 'badly placed', count: 31 },
      { what: 'missed', count: 64 },
    ],
    score: 0.2,
  };

  it('lists the classes of things, the worst ones first, with what became of the answers', async () => {
    const run = buildRun({ things });
    const { page } = await open(buildEvaluation({ runs: [run] }));
    const section = page.getByRole('region', { name: 'Classes' });
    expect(await section.getByRole('rowheader').allInnerTexts()).toEqual([
      'barrel <b>',
      'crate',
      'pallet',
      'right',
      'badly placed',
      'missed',
    ]);
    expect(await section.innerText()).toContain('undefined because there is no true thing of the class');
    expect(await section.innerText()).toContain('Answers from the score 0.2 on');
  });

  it('saves the classes of things, and says that a confusion of pixels counts pixels', async () => {
    const pixels = { ...things, measure: 'IoU', unit: 'true pixels', errors: [] };
    const confusion = {
      classes: ['ground', 'crate'],
      counts: [
        [900, 10],
        [20, 70],
      ],
    };
    const { page, untilSent } = await open(buildEvaluation({ runs: [buildRun({ things: pixels, confusion })] }));
    await page.getByRole('region', { name: 'Confusion' }).getByText('pixels by true class and answer').waitFor();
    await page.getByRole('button', { name: 'Save the numbers of classes as CSV' }).click();
    const { text } = await untilSent('saveText');
    expect(text.split(/\r?\n/u).slice(0, 2)).toEqual([
      'Class,IoU,Low,High,true pixels',
      'barrel <b>,0.318,0.201,0.44,52',
    ]);
  });

  it.each(themeNames)('shows classes of things in the theme %s', async (theme) => {
    const under = await open(buildEvaluation({ runs: [buildRun({ things })] }), { theme, width: 760, height: 700 });
    await under.page.getByRole('region', { name: 'Classes' }).scrollIntoViewIfNeeded();
    await under.picture(`evaluation-things-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('draws the boxes of the worst pictures over them, with every box in words', async () => {
    const { page } = await open(buildFlawedRun());
    const first = page.getByRole('region', { name: 'Worst pictures' }).getByRole('figure').first();
    expect(await first.getByRole('img').getAttribute('aria-label')).toBe('test/yard-4.png: 2 wrong, 1 not found');
    expect(await first.locator('.mark').count()).toBe(5);
    await first.getByText('5 boxes in words').click();
    await first.getByRole('listitem').first().waitFor();
    expect(await first.getByRole('listitem').allInnerTexts()).toContain(
      'answered barrel (0.83), wrong class, at 96, 20, 40 × 60 pixels',
    );
    expect(await page.getByRole('figure').nth(1).innerText()).toContain('picture not shown');
  });

  it('draws outlines of classes of pixels with a legend of their own, and says each in words', async () => {
    const under = await open(buildFlawedPixels());
    const region = under.page.getByRole('region', { name: 'Worst pictures' });
    expect(await region.locator('.legend li').allInnerTexts()).toEqual([' true', ' answered as another class']);
    const figure = region.getByRole('figure');
    expect(await figure.locator('path.mark').count()).toBe(2);
    expect(await figure.locator('path.mark-confused').getAttribute('d')).toBe('M96 20L136 20L120 80L96 80Z');
    await figure.getByText('2 outlines in words').click();
    await figure.getByRole('listitem').first().waitFor();
    expect(await figure.getByRole('listitem').allInnerTexts()).toContain(
      'pallet answered as ground, 5.9 % of the pixels',
    );
    await under.picture('evaluation-flawed-pixels');
  });

  it.each(themeNames)('shows the worst pictures in the theme %s', async (theme) => {
    const under = await open(buildFlawedRun(), { theme, width: 760, height: 700 });
    await under.picture(`evaluation-flawed-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('fits the worst pictures into a narrow panel', async () => {
    const under = await open(buildFlawedRun(), { width: 380, height: 900 });
    await under.picture('evaluation-flawed-narrow');
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('offers nothing that cannot be done here', async () => {
    const { page } = await open(buildNothingEvaluated(false));
    expect(await page.getByRole('button', { name: 'Evaluate' }).count()).toBe(0);
    expect(await page.getByText('No run of this project was recorded yet.').count()).toBe(1);
  });

  it('shows hostile names as the text that they are', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const run = buildRun({
      model: name,
      confusion: {
        classes: [name, 'b'],
        counts: [
          [1, 0],
          [0, 1],
        ],
      },
    });
    const { page } = await open(buildEvaluation({ runs: [run] }));
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.getByRole('columnheader', { name }).count()).toBe(1);
  });

  it.each(themeNames)('looks as it should in the theme %s', async (theme) => {
    const under = await open(buildEvaluation(), { theme, width: 1180, height: 900 });
    await under.page.getByRole('combobox', { name: 'Compared with' }).selectOption({ index: 1 });
    await under.picture(`evaluation-${theme}`);
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });

  it('tells runs of the same minute apart', async () => {
    const twin = buildRun({ id: '2026-11-20T0931Z-delay-77aa0000' });
    const { page } = await open(buildEvaluation({ runs: [buildRun(), twin] }));
    const labels = await page.getByRole('combobox', { name: 'Run', exact: true }).locator('option').allInnerTexts();
    expect(labels.map((label) => label.trim())).toEqual([
      'delay on test, 2026-11-20 09:31 (3f2a91c0)',
      'delay on test, 2026-11-20 09:31 (77aa0000)',
    ]);
  });

  it('draws values against their goals as wide in a card as there is room', async () => {
    const { page } = await open(buildEvaluation(), { width: 380, height: 900 });
    const drawn = page.getByRole('table', { name: 'Metrics of the run' }).locator('.bullet').first();
    expect((await drawn.boundingBox())?.width).toBeGreaterThan(160);
  });

  it('fits a narrow panel', async () => {
    const under = await open(buildEvaluation(), { width: 380, height: 900 });
    await under.picture('evaluation-narrow');
    expect(await overflowOf(under)).toBeLessThanOrEqual(0);
  });
});
