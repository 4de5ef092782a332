import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PanelState } from '../../schemas/panelMessages.ts';
import { bill, costs, run, withBill } from '../support/costModel.ts';
import { buildDrift, buildNothingCompared } from './support/driftFixture.ts';
import {
  buildComparedRuns,
  buildEvaluation,
  buildRun,
  olderRunId,
  buildMachineRuns,
  buildNothingEvaluated,
} from './support/evaluationFixture.ts';
import { findBarriers } from './support/findBarriers.ts';
import { buildEmptyOverview, buildOverview, buildRestrictedOverview } from './support/overviewFixture.ts';
import type { PageOptions } from './support/pageUnderTest.ts';
import { launchBrowser, openPage } from './support/pageUnderTest.ts';
import { buildPromotion } from './support/promotionPageFixture.ts';
import { buildClassesRun, buildCompressedRun, buildNumbersRuns } from './support/runsByTask.ts';
import { themeNames } from './support/themes.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

const wrongRows = {
  run: buildRun().id,
  wanted: null,
  found: {
    state: 'rows' as const,
    columns: ['origin'],
    total: 1,
    hasHidden: true,
    rows: [{ row: 41, truth: 'late', answer: 'on-time', score: 0.993, cells: [null] }],
  },
};

interface Shown {
  readonly what: string;
  readonly page: PageOptions['page'];
  readonly model: () => unknown;
  /** What the page kept from before, such as what was chosen. */
  readonly state?: PanelState;
}

const pages: readonly Shown[] = [
  { what: 'the Overview', page: 'overview', model: buildOverview },
  { what: 'the empty Overview', page: 'overview', model: buildEmptyOverview },
  { what: 'the Overview without trust', page: 'overview', model: buildRestrictedOverview },
  { what: 'the Evaluation', page: 'evaluation', model: buildEvaluation },
  { what: 'the Evaluation before the first run', page: 'evaluation', model: () => buildNothingEvaluated(true) },
  { what: 'the Evaluation with machine figures', page: 'evaluation', model: buildMachineRuns },
  {
    what: 'the Evaluation of two runs that were compared',
    page: 'evaluation',
    model: buildComparedRuns,
    state: { page: { memory: { run: '', other: olderRunId, unfolded: {} }, scrollTop: 0 } },
  },
  { what: 'the Evaluation of many classes', page: 'evaluation', model: () => buildClassesRun(30) },
  { what: 'the Evaluation of ten classes', page: 'evaluation', model: () => buildClassesRun(10) },
  {
    what: 'the Evaluation with wrong rows',
    page: 'evaluation',
    model: () => buildEvaluation({ runs: [buildRun({ errors: wrongRows })] }),
  },
  { what: 'the Evaluation of numbers', page: 'evaluation', model: buildNumbersRuns },
  { what: 'the Evaluation of a smaller form', page: 'evaluation', model: buildCompressedRun },
  { what: 'the Promotion', page: 'promotion', model: buildPromotion },
  { what: 'Drift', page: 'drift', model: buildDrift },
  { what: 'Drift before the first comparison', page: 'drift', model: () => buildNothingCompared(true) },
  {
    what: 'the Costs',
    page: 'cost',
    model: () => costs(withBill, { actuals: { bill }, runs: [run('large', 9000, 0.72, 0.36)] }),
  },
];

describe.each(themeNames)('in the theme %s', (theme) => {
  it.each(pages)('$what puts no barrier in the way', async ({ page: name, model, state }) => {
    const page = await openPage(browser, { page: name, theme, ...(state === undefined ? {} : { state }) });
    try {
      await page.show(await model());
      // What is folded is looked at, too.
      await page.page.evaluate("for (const fold of document.querySelectorAll('details:not([open])')) fold.open = true");
      expect(await findBarriers(page)).toEqual([]);
    } finally {
      await page.close();
    }
  });
});
