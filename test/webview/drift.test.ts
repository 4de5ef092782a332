import { describe, expect, it } from 'vitest';
import {
  buildCheck,
  buildDrift,
  buildNothingCompared,
  buildWatched,
  performance,
  runbookUri,
  specUri,
  wholeRows,
} from './support/driftFixture.ts';
import type { PageOptions, PageUnderTest } from './support/pageUnderTest.ts';
import { overflowOf, unfoldNumbers, usePanel } from './support/panelBrowser.ts';
import { themeNames } from './support/themes.ts';

const openPanel = usePanel('drift');

/** One grey pixel. */
const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

function fail(): never {
  throw new Error('The fixture has no column.');
}

async function open(model: unknown, options: Omit<PageOptions, 'page'> = {}): Promise<PageUnderTest> {
  const opened = await openPanel(options);
  await opened.show(model);
  return opened;
}

describe('the Drift page', () => {
  it('opens with the column that changed most, in the window that decides', async () => {
    const { page } = await open(buildDrift());
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Columns by windows',
      'Verdicts',
      'delay in 2001-05',
    ]);
  });

  it('says what each cell of the map means, and looks at the one that is pressed', async () => {
    const { page } = await open(buildDrift());
    await page.getByRole('button', { name: 'hour, 2001-03: Cannot tell, values 2.4 %' }).click();
    expect(await page.getByRole('heading', { name: 'hour in 2001-03' }).count()).toBe(1);
    expect(await page.getByText('A window of at least 4,321 rows would settle it.').count()).toBe(1);
  });

  it('lets the keyboard walk through the map in one stop of Tab', async () => {
    const { page } = await open(buildDrift());
    await page.getByRole('button', { name: /^delay, 2001-05/u }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('heading', { name: 'origin in 2001-06' }).count()).toBe(1);
    expect(await page.locator('.heat-cell[tabindex="0"]').count()).toBe(1);
  });

  it('draws the first of a thousand columns, and finds, orders and draws the others on request', async () => {
    const base = buildCheck();
    const columns = Array.from({ length: 1000 }, (_, number) => ({
      ...(base.columns[number % 4] ?? fail()),
      name: `sensor_${1000 - number}`,
    }));
    const notKept = { kind: 'none' as const, because: 'It is not kept.' };
    const brief = { ...(columns[0] ?? fail()), name: 'brief', overlay: notKept, cells: [] };
    const { page } = await open(buildDrift([buildCheck({ columns: [...columns, brief] })]));
    const rows = page.locator('.heat tbody tr');
    expect(await rows.count()).toBe(50);
    await page.getByRole('button', { name: 'Show 50 more' }).click();
    expect(await rows.count()).toBe(100);
    await page.getByRole('combobox', { name: 'Order' }).selectOption('name');
    expect(await rows.nth(1).getByRole('rowheader').innerText()).toBe('sensor_2');
    expect(await page.locator('.heat-cell[tabindex="0"]').count()).toBe(1);
    await page.getByRole('textbox', { name: 'Filter columns' }).fill('sensor_77');
    expect(await rows.getByRole('rowheader').allInnerTexts()).toEqual(
      ['', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((last) => `sensor_77${last}`),
    );
    await page.getByRole('textbox', { name: 'Filter columns' }).fill('brief');
    await page.getByRole('button', { name: 'brief', exact: true }).click();
    expect(await page.getByText('It is not kept.').count()).toBe(1);
    await page.getByRole('textbox', { name: 'Filter columns' }).fill('none of them');
    expect(await page.getByText('No column matches the filter.').count()).toBe(1);
  });

  it('saves verdicts and drawings, with nothing that a spreadsheet would compute', async () => {
    const [first = fail()] = buildCheck().columns;
    const { page, sent } = await open(buildDrift([buildCheck({ columns: [{ ...first, name: '=1+1' }] })]));
    await page.getByRole('button', { name: 'Save the numbers of drift-verdicts as CSV' }).click();
    const saved = (await sent()).at(-1);
    expect(saved).toMatchObject({ type: 'saveText', name: 'drift-verdicts.csv' });
    const lines = (saved?.type === 'saveText' ? saved.text : '').split('\r\n');
    expect(lines).toHaveLength(8);
    expect(lines[1]).toMatch(/^'=1\+1,2001-01,values,Stable,0\.004,0,0\.012,0\.03,0\.21,500000,-508 kUSD\/year,/u);
    await page.getByRole('button', { name: 'Save effect-over-time as SVG' }).click();
    expect((await sent()).at(-1)).toMatchObject({ type: 'saveText', name: 'effect-over-time.svg' });
  });

  it('leads to the runbook and names the owner where something drifts, and shows a sentence as one', async () => {
    const { page, untilSent } = await open(buildDrift());
    await page.getByRole('button', { name: 'runbooks/drift.md' }).click();
    expect(await untilSent('openLocation')).toMatchObject({ uri: runbookUri });
    expect(await page.getByText('Owner: ops@example.com').count()).toBe(1);
    const action = { text: 'Ask the airport.', location: null };
    const said = await open(buildDrift([buildCheck({ action, owner: null })]));
    expect(await said.page.locator('.drift-reaction').innerText()).toMatch(/^What to do:\s+Ask the airport\.$/u);
    const { columns } = buildCheck();
    const calm = await open(buildDrift([buildCheck({ columns: columns.filter(({ answer }) => answer !== 'drift') })]));
    expect(await calm.page.locator('.drift-reaction').count()).toBe(0);
  });

  it('names categories that came and went', async () => {
    const { page } = await open(buildDrift());
    await page.getByRole('button', { name: 'origin', exact: true }).click();
    expect(await page.locator('.category-changes').innerText()).toMatch(/New categories\s+DLG AKN\s+Gone\s+EGE/u);
  });

  it('draws each window beside what it was held against, which is the window before where the check says so', async () => {
    const previous = buildCheck().windows.map((_, index, all) =>
      index === 0
        ? { label: 'train', hasReference: true, windows: [] }
        : { label: all[index - 1]?.label ?? '', hasReference: false, windows: [index - 1] },
    );
    const check = buildCheck({ against: { kind: 'previous' }, basis: previous });
    const { page } = await open(buildDrift([check]));
    await page.getByRole('button', { name: 'origin', exact: true }).click();
    const section = page.locator('section:has(#column-heading)');
    expect(await section.locator('.legend').innerText()).toMatch(/^2001-04\s+2001-05$/u);
    const figure = section.getByRole('figure', { name: 'Its categories' });
    const rows = await unfoldNumbers(figure);
    // 790 of 7,250 rows of April, and not 850 of 7,250 of the reference.
    expect(await rows.nth(2).innerText()).toMatch(/^ORD\s+10\.9 %\s+9\.2 %$/u);
    expect(await page.getByText('each window against the one before, the first against train').count()).toBe(1);
  });

  it('writes labels of windows over the map that do not run into each other', async () => {
    const windows = ['05 to 2026-01-11', '12 to 2026-01-18', '19 to 2026-01-25', '26 to 2026-02-01'].map((end) => ({
      label: `2026-01-${end}`,
      rows: 120,
      isIncomplete: false,
    }));
    const { page } = await open(buildDrift([buildCheck({ windows })]));
    expect(await page.locator('.heat-window span:not(.visually-hidden)').allInnerTexts()).toEqual([
      '2026-01-05',
      '2026-01-26',
    ]);
    expect(await page.getByRole('columnheader', { name: '2026-01-12 to 2026-01-18' }).count()).toBe(1);
  });

  it('shows fifty windows side by side, and names in full on request', async () => {
    const [first = fail()] = buildCheck().columns;
    const windows = Array.from({ length: 50 }, (_, index) => ({
      label: `week ${index + 1}`,
      rows: 400,
      isIncomplete: false,
    }));
    const cells = windows.map((_, index) => first.cells[index % 6] ?? null);
    const name = 'vibration_of_the_second_bearing_in_line_4';
    const { page } = await open(buildDrift([buildCheck({ windows, columns: [{ ...first, name, cells }] })]));
    const map = page.locator('.heat');
    expect((await map.boundingBox())?.width).toBeLessThan(1200);
    expect(await map.getByRole('rowheader').getAttribute('title')).toBe(name);
  });

  it('keeps the labels of a timeline apart where the smallest effect that counts is small beside the others', async () => {
    const [first = fail()] = buildCheck().columns;
    const cells = first.cells.map((cell, index) =>
      cell === null || index !== 4
        ? cell
        : { ...cell, verdicts: cell.verdicts.map((verdict) => ({ ...verdict, effect: 0.5, high: 0.55 })) },
    );
    const { page } = await open(
      buildDrift([buildCheck({ columns: [{ ...first, cells: [null, ...cells.slice(1)] }] })]),
    );
    const texts = page.locator('.timeline text');
    expect(await texts.allTextContents()).toEqual(['57.8 %', '3.0 %', '0', '2001-01', '2001-06']);
    const heightOf = async (place: number) => Number(await texts.nth(place).getAttribute('y'));
    expect((await heightOf(2)) - (await heightOf(1))).toBeGreaterThanOrEqual(12);
  });

  it('has no column for money where none is known', async () => {
    const columns = buildCheck().columns.map((column) => ({ ...column, money: null }));
    const { page } = await open(buildDrift([buildCheck({ columns })]));
    expect(await page.getByRole('columnheader', { name: 'Money, estimated' }).count()).toBe(0);
    expect(await page.getByText('most changed first').count()).toBe(1);
  });

  it('shows the images that changed most in the window that is looked at, each with what is odd about it', async () => {
    const changed = [
      { window: 3, name: 'other/1.png', why: 'brightness 0.1, usually 0.3 to 0.4', picture },
      { window: 4, name: 'week/7.png', why: 'sharpness 0.2, usually 1 to 2', picture },
      { window: 4, name: 'gone/8.png', why: 'sharpness 0.3, usually 1 to 2' },
    ];
    const { page } = await open(buildDrift([buildCheck({ changed })]));
    expect(await page.locator('.pictures figcaption').allInnerTexts()).toEqual([
      'week/7.png\nsharpness 0.2, usually 1 to 2',
      'gone/8.png\nsharpness 0.3, usually 1 to 2',
    ]);
    expect(await page.getByRole('img', { name: 'week/7.png' }).getAttribute('src')).toBe(picture);
  });

  it('shows texts that changed most as they are, without running anything in them', async () => {
    const changed = [{ window: 4, name: '<img src=x onerror=alert(1)> dark mode', why: 'words 5, usually 20 to 30' }];
    const { page } = await open(buildDrift([buildCheck({ changed })]));
    expect(await page.locator('.texts li').allInnerTexts()).toEqual([
      '<img src=x onerror=alert(1)> dark mode\nwords 5, usually 20 to 30',
    ]);
  });

  it('shows the numbers behind a drawing on request', async () => {
    const { page } = await open(buildDrift());
    const figure = page.getByRole('figure', { name: 'Effect over time, with its interval' });
    expect(await (await unfoldNumbers(figure)).count()).toBe(7);
  });

  it('asks to compare again, and to accept a new reference, on request alone', async () => {
    const { page, sent, untilSent } = await open(buildDrift());
    expect((await sent()).map(({ type }) => type)).toEqual(['ready']);
    await page.getByRole('button', { name: 'Compare again' }).click();
    await untilSent('compareDrift');
    await page.getByRole('button', { name: 'Accept flights as new reference' }).click();
    expect(await untilSent('acceptReference')).toEqual({ type: 'acceptReference', check: 'months', windows: null });
  });

  it('accepts the window that is looked at, or those that are chosen, as new reference', async () => {
    const { page, sent, untilSent } = await open(buildDrift());
    await page.getByText('Accept some windows…').click();
    const accept = page.getByRole('button', { name: 'Accept as new reference' });
    await accept.click();
    expect(await untilSent('acceptReference')).toEqual({
      type: 'acceptReference',
      check: 'months',
      windows: ['2001-05'],
    });
    await page.getByRole('combobox', { name: 'From' }).selectOption('2001-02');
    await page.getByRole('combobox', { name: 'To' }).selectOption('2001-03');
    expect(await page.getByText('2 windows with 1,003,000 rows are kept as a profile').count()).toBe(1);
    await accept.click();
    expect((await sent()).at(-1)).toMatchObject({ windows: ['2001-02', '2001-03'] });
    await page.getByRole('combobox', { name: 'To' }).selectOption('2001-01');
    expect(await page.getByRole('combobox', { name: 'From' }).inputValue()).toBe('2001-01');
  });

  it('adds a monitor of a column that drifts and that no check watches, and of no other', async () => {
    const { columns } = buildCheck();
    const check = buildCheck({
      columns: columns.map((column) => ({ ...column, canMonitor: column.name === 'origin' })),
    });
    const { page, untilSent } = await open(buildDrift([check]));
    expect(await page.getByRole('button', { name: /^Add monitor/u }).count()).toBe(1);
    await page
      .getByRole('row', { name: /^origin/u })
      .getByRole('button', { name: 'Add monitor of origin' })
      .click();
    expect(await untilSent('addMonitor')).toEqual({
      type: 'addMonitor',
      wanted: { check: 'months', column: 'origin' },
    });
  });

  it('adds the first checks where the spec has none', async () => {
    const { page, untilSent } = await open(buildNothingCompared(false, true));
    await page.getByRole('button', { name: 'Add monitor' }).click();
    expect(await untilSent('addMonitor')).toEqual({ type: 'addMonitor', wanted: null });
  });

  it('opens the check in the spec', async () => {
    const { page, untilSent } = await open(buildDrift());
    await page.getByRole('button', { name: 'plumbline.yaml:251' }).click();
    expect(await untilSent('openLocation')).toMatchObject({ uri: specUri, range: { start: { line: 250 } } });
  });

  it('changes between checks, and keeps the choice', async () => {
    const { page, kept } = await open(buildDrift([buildCheck(), buildCheck({ id: 'inputs', current: 'june' })]));
    await page.getByRole('combobox', { name: 'Check' }).selectOption('inputs');
    expect(await page.getByRole('button', { name: 'Accept june as new reference' }).count()).toBe(1);
    expect(JSON.stringify(await kept())).toContain('inputs');
  });

  it('draws the columns that were compared so far, and says that their verdicts are provisional', async () => {
    const { columns } = buildCheck();
    const progress = { compared: 2, total: 50, stopped: null };
    const soFar = buildCheck({ columns: columns.slice(0, 2), progress, record: null, canAccept: false });
    const under = await open(buildDrift([soFar], true, [], true));
    const { page } = under;
    expect(await page.getByRole('status').filter({ hasText: '2 of 50 columns compared so far.' }).count()).toBe(1);
    expect(await page.getByRole('progressbar', { name: 'Columns compared' }).getAttribute('value')).toBe('2');
    expect(await page.getByRole('row', { name: /provisional/u }).count()).toBe(4);
    expect(await page.getByRole('button', { name: /^delay, 2001-05: Drift, .*, provisional$/u }).count()).toBe(1);
    expect(await page.getByRole('button', { name: /Compare again|Accept/u }).count()).toBe(0);
    await under.show(buildDrift());
    expect(await page.getByText('provisional').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Compare again' }).count()).toBe(1);
  });

  it('cancels what is being compared, with columns to show and without', async () => {
    const soFar = buildCheck({ progress: { compared: 2, total: 50, stopped: null }, record: null, canAccept: false });
    for (const model of [buildDrift([soFar], true, [], true), buildNothingCompared(false, true, true)]) {
      const { page, untilSent } = await open(model);
      await page.getByRole('button', { name: 'Cancel' }).click();
      expect(await untilSent('cancelDrift')).toEqual({ type: 'cancelDrift' });
      expect(await page.getByRole('button', { name: /Compare again|Look for drift|Accept|Add monitor/u }).count()).toBe(
        0,
      );
    }
  });

  it('keeps what a stopped comparison found, as incomplete, beside the one that is recorded', async () => {
    const { columns } = buildCheck();
    const progress = { compared: 2, total: 50, stopped: 'It was cancelled.' };
    const stopped = buildCheck({ columns: columns.slice(0, 2), progress, record: null, canAccept: false });
    const { page, untilSent } = await open(buildDrift([stopped, buildCheck()]));
    const incomplete = page.getByText('Incomplete: 2 of 50 columns were compared.');
    expect(await incomplete.count()).toBe(1);
    await page.getByRole('combobox', { name: 'Check' }).selectOption('months: 3 hours ago');
    expect(await incomplete.count()).toBe(0);
    expect(await page.getByRole('button', { name: 'months.json' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Compare again' }).click();
    await untilSent('compareDrift');
    expect(await incomplete.count()).toBe(1);
  });

  it('looks at the check that is being compared, unless another one was chosen', async () => {
    const progress = { compared: 2, total: 50, stopped: null };
    const running = buildCheck({ id: 'weeks', progress, record: null, canAccept: false });
    const { page } = await open(buildDrift([buildCheck(), running]));
    const choice = page.getByRole('combobox', { name: 'Check' });
    expect(await choice.inputValue()).toBe('weeks: 2 of 50 columns');
    await choice.selectOption('months');
    expect(await page.getByText('compared so far').count()).toBe(0);
  });

  it('offers nothing that cannot be done in Restricted Mode', async () => {
    const { columns } = buildCheck();
    const check = buildCheck({ columns: columns.map((column) => ({ ...column, canMonitor: true })) });
    const { page } = await open(buildDrift([check], false));
    expect(await page.getByRole('button', { name: /Compare again|Add monitor/u }).count()).toBe(0);
    expect(await page.getByText('Restricted Mode.').count()).toBe(1);
  });

  it('offers to compare where nothing was compared yet', async () => {
    const { page, untilSent } = await open(buildNothingCompared(true));
    await page.getByRole('button', { name: 'Look for drift' }).click();
    await untilSent('compareDrift');
  });

  it('draws what has one window, or no column, without a timeline', async () => {
    const check = buildCheck();
    const one = check.columns.map((column) => ({
      ...column,
      window: 0,
      cells: column.cells.slice(0, 1),
      overlay:
        column.overlay.kind === 'bars'
          ? { ...column.overlay, windows: column.overlay.windows.slice(0, 1) }
          : column.overlay,
    }));
    const under = await open(buildDrift([{ ...check, windows: check.windows.slice(0, 1), columns: one }]));
    expect(await under.page.getByRole('figure').count()).toBe(1);
    await under.show(buildDrift([buildCheck({ columns: [] })]));
    expect(await under.page.getByRole('figure').count()).toBe(0);
  });

  it('shows numbers that are watched with their range, and says in words which window is outside', async () => {
    const { page } = await open(buildDrift([buildCheck()], true, [buildWatched()]));
    const watched = page.getByRole('article', { name: 'share of alerts' });
    expect(await watched.innerText()).toContain('Not normal in 1 of 5 windows');
    const figure = watched.getByRole('figure');
    expect(await figure.locator('.timeline-drift').count()).toBe(1);
    expect(await (await unfoldNumbers(figure)).count()).toBe(7);
    expect(await figure.getByText('fewer than the 500 that a verdict needs').count()).toBe(1);
  });

  it('draws what is estimated and what is realised as two things, and says what was found of answers', async () => {
    const parts = [{ heading: 'Answers', lines: ['Concept drift in 2001-05.'] }];
    const { page } = await open(buildDrift([buildCheck({ performance, parts })]));
    const figure = page.getByRole('figure', { name: 'recall over time' });
    expect(await figure.locator('.estimate-estimated').count()).toBe(5);
    expect(await figure.locator('.estimate-realised').count()).toBe(3);
    const rows = await unfoldNumbers(figure);
    expect(await rows.last().innerText()).toMatch(/0.47 \(0.45 to 0.49\)\s+not known/u);
    expect(await page.getByText('Concept drift in 2001-05.').count()).toBe(1);
  });

  it('shows what was found of whole rows in a table, with interval and the columns that told the most', async () => {
    const { page } = await open(buildDrift([buildCheck({ wholeRows })]));
    const rows = page.getByRole('table', { name: 'Rows as a whole' }).getByRole('row');
    expect(await rows.count()).toBe(4);
    expect(await rows.nth(1).innerText()).toMatch(
      /domain classifier\s+2001-05\s+Drift\s+0\.631\s+0\.604 to 0\.658\s+counts from 0\.55\s+below 0\.0001/u,
    );
    expect(await rows.nth(1).getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^delay\s+61\.0 %$/u),
      expect.stringMatching(/^hour\s+24\.0 %$/u),
    ]);
    expect(await rows.nth(3).innerText()).toContain('Not judged');
  });

  it('folds all but the first findings of whole rows away', async () => {
    const [first] = wholeRows;
    if (first === undefined) throw new Error('The fixture has a finding.');
    const many = Array.from({ length: 40 }, (_, window) => ({ ...first, window: `rows ${window}` }));
    const { page } = await open(buildDrift([buildCheck({ wholeRows: many })]));
    expect(await page.getByRole('table', { name: 'Rows as a whole' }).getByRole('row').count()).toBe(13);
    await page.locator('summary', { hasText: '28 more' }).press('Enter');
    await page.getByRole('table', { name: 'More rows as a whole' }).waitFor();
    expect(await page.getByRole('table', { name: 'More rows as a whole' }).getByRole('row').count()).toBe(29);
  });

  it('shows watched numbers where no columns were compared', async () => {
    const { page, untilSent } = await open(buildDrift([], true, [buildWatched({ windows: [], notes: [] })]));
    expect(await page.getByRole('heading', { name: 'Watched numbers' }).count()).toBe(1);
    expect(await page.getByRole('figure').count()).toBe(0);
    await page.getByRole('button', { name: 'Compare again' }).click();
    await untilSent('compareDrift');
  });

  it('sets keys of the spec in a note as code', async () => {
    const { page } = await open(buildDrift([buildCheck({ notes: ['Set `block` to 1 week.'] })]));
    expect(await page.locator('.notice code', { hasText: 'block' }).count()).toBe(1);
    expect(await page.getByText('`').count()).toBe(0);
  });

  it('says first which check could not be compared, and why', async () => {
    const model = buildDrift();
    const failures = [{ check: 'remote', because: 'Nobody answers at http://trino:8080.' }];
    const { page } = await open({ ...model, failures });
    expect(await page.locator('.notice-warning').innerText()).toMatch(
      /^remote could not be compared\.\s+Nobody answers at http:\/\/trino:8080\.$/u,
    );
  });

  it('shows text of users as text', async () => {
    const [first, ...others] = buildCheck().columns;
    if (first === undefined) throw new Error('A column is expected.');
    const hostile = { ...first, name: '<img src=x onerror=alert(1)>', sentence: '</td><script>alert(2)</script>' };
    const { page } = await open(buildDrift([buildCheck({ columns: [hostile, ...others] })]));
    expect(await page.locator('img, main script').count()).toBe(0);
  });

  it('stays within a narrow panel', async () => {
    const under = await open(buildDrift([buildCheck({ performance, wholeRows })], true, [buildWatched()]), {
      width: 360,
    });
    await under.picture('drift-narrow');
    expect(await overflowOf(under)).toBe(0);
  });

  it.each(themeNames)('can be read in the theme %s', async (theme) => {
    const under = await open(buildDrift([buildCheck({ performance, wholeRows })], true, [buildWatched()]), { theme });
    await under.picture(`drift-${theme}`);
    const colours = await under.page
      .locator('.heat-cell.heat-drift')
      .first()
      .evaluate('(cell) => getComputedStyle(cell).borderColor');
    expect(colours).not.toBe('');
  });
});
