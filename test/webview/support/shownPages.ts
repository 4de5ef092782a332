/** The pages of all panels, full and empty. */
import type { PanelState } from '../../../schemas/panelMessages.ts';
import {
  buildComparedRuns,
  buildEvaluation,
  buildFlawedRun,
  buildRun,
  olderRunId,
  buildMachineRuns,
  buildNothingEvaluated,
} from './evaluationFixture.ts';
import { buildClassesRun, buildCompressedRun, buildMoneyRuns, buildNumbersRuns } from './runsByTask.ts';
import { bill, costs, run, withBill } from '../../support/costModel.ts';
import { runsModel, runsView } from '../../support/runsModel.ts';
import { buildDrift, buildNothingCompared } from './driftFixture.ts';
import { buildEmptyOverview, buildOverview, buildRestrictedOverview } from './overviewFixture.ts';
import type { PageOptions } from './pageUnderTest.ts';
import { buildPromotion } from './promotionPageFixture.ts';

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

/** A page with something on it. */
interface ShownPage {
  readonly what: string;
  readonly page: PageOptions['page'];
  readonly model: () => unknown;
  /** What the page kept from before, such as what was chosen. */
  readonly state?: PanelState;
}

/** Every page of every panel, full and empty, as tests of all of them look at it. */
export const shownPages: readonly ShownPage[] = [
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
  { what: 'the Evaluation with money by slice', page: 'evaluation', model: buildMoneyRuns },
  { what: 'the Evaluation of boxes in pictures', page: 'evaluation', model: buildFlawedRun },
  { what: 'the Evaluation of numbers', page: 'evaluation', model: buildNumbersRuns },
  { what: 'the Evaluation of a smaller form', page: 'evaluation', model: buildCompressedRun },
  { what: 'the Runs', page: 'runs', model: () => runsModel(6) },
  { what: 'the Runs before the first one', page: 'runs', model: () => runsView([]) },
  { what: 'the Promotion', page: 'promotion', model: buildPromotion },
  { what: 'Drift', page: 'drift', model: buildDrift },
  { what: 'Drift before the first comparison', page: 'drift', model: () => buildNothingCompared(true) },
  {
    what: 'the Costs',
    page: 'cost',
    model: () => costs(withBill, { actuals: { bill }, runs: [run('large', 9000, 0.72, 0.36)] }),
  },
];
