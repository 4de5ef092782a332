/** One column, compared in every window with what the window is held against. */
import type { DriftAgainst, DriftOverlay, JudgedCell } from '../../../../schemas/driftJob.ts';
import type { DriftStatisticName, DriftTool } from '../../../../schemas/driftVerdict.ts';
import { pairColumns } from '../columnPair.ts';
import { computeStatistic } from '../computeStatistic.ts';
import { defaultSmallest, type JudgeOptions } from '../verdict/judgeOptions.ts';
import { judgeColumn } from '../verdict/judgeColumn.ts';
import type { AlikeRows } from './alikeRows.ts';
import { chooseBasis } from './chooseBasis.ts';
import { addCounted, type CountedColumn } from './countedColumn.ts';
import { describeChange } from './describeChange.ts';
import { drawOverlay } from './drawOverlay.ts';
import { explainPrevalence } from './explainPrevalence.ts';
import { learnThresholds, recomputeTool, type ToolThresholds } from './recomputeTool.ts';

/** What becomes of a window. */
export type WindowState =
  | { readonly kind: 'judged' }
  /** It gets no verdict. */
  | { readonly kind: 'silent'; readonly because: string }
  /** Its rows count for the window before. */
  | { readonly kind: 'joined'; readonly because: string };

export interface CompareOptions {
  readonly against: DriftAgainst;
  readonly falseAlarm: number;
  /** Tests of the family, at most. */
  readonly tests: number;
  readonly seed: number;
  /** Single statistics that are computed beside the verdict. */
  readonly statistics: readonly DriftStatisticName[];
  /** Tools whose numbers are recomputed. */
  readonly tools: readonly DriftTool[];
  /** The chunks of the reference, from which tools learn their thresholds; none where they are not cut. */
  readonly referenceChunks?: readonly CountedColumn[] | undefined;
  /** The blocks of the reference whose rows are alike; absent where rows count as independent. */
  readonly alike?: AlikeRows | undefined;
  /** Rows of the reference that are of the positive class; undefined where none is known. */
  readonly positives?: CountedColumn | undefined;
}

/**
 * Judges each window of a column.
 *
 * @param windows counts of each window
 * @param states one per window
 * @returns one cell per window, null where the state allows no verdict; judgements wait for the family of all columns
 */
export function compareColumn(
  reference: CountedColumn,
  windows: readonly CountedColumn[],
  states: readonly WindowState[],
  options: CompareOptions,
): { readonly overlay: DriftOverlay; readonly cells: readonly (JudgedCell | null)[] } {
  const joined = joinWindows(windows, states);
  const { tools, against, referenceChunks = [], alike } = options;
  // Chunks of the reference say nothing of how far other windows lie from each other.
  const own = against.kind === 'fixed' ? referenceChunks.map((chunk) => pairColumns(reference, chunk)) : [];
  const thresholds = learnThresholds(tools, own);
  const cells = joined.map((window, index) => {
    if (states[index]?.kind !== 'judged') return null;
    const basis = findBasis(reference, joined, index, against);
    const { positives } = options;
    const explained = positives === undefined ? undefined : explainPrevalence(reference, positives, window);
    const varies = alike?.variesOf(basis, window, against);
    const cell = judgeCell(basis, window, { ...options, varies }, thresholds);
    return { ...cell, ...(explained === undefined ? {} : { explained: widenExplained(explained, cell) }) };
  });
  return { overlay: drawOverlay(reference, joined), cells };
}

/** What values explain of the positives is as uncertain as how the values moved. */
function widenExplained<Explained extends { readonly half: number }>(
  explained: Explained,
  { judgements }: Pick<JudgedCell, 'judgements'>,
): Explained {
  const values = judgements.find(({ aspect }) => aspect === 'values');
  const widened = values?.kind === 'judged' ? (values.widened ?? 1) : 1;
  return { ...explained, half: explained.half * widened };
}

function judgeCell(
  reference: CountedColumn,
  current: CountedColumn,
  options: CompareOptions & Pick<JudgeOptions, 'varies'>,
  thresholds: ToolThresholds,
): JudgedCell {
  const { seed, falseAlarm, tests, statistics, tools, varies } = options;
  const pair = pairColumns(reference, current);
  const judgements = judgeColumn(pair, {
    seed,
    falseAlarm,
    tests,
    smallest: defaultSmallest,
    varies,
  });
  return {
    judgements: [...judgements],
    statistics: statistics.map((name) => computeStatistic(name, pair)),
    tools: tools.map((tool) => recomputeTool(tool, pair, thresholds)),
    ...describeChange(reference, current),
  };
}

/** Windows of which one took the rows of the window behind it. */
export function joinWindows(
  windows: readonly CountedColumn[],
  states: readonly WindowState[],
): readonly CountedColumn[] {
  return windows.map((window, index) => {
    const next = windows[index + 1];
    return next !== undefined && states[index + 1]?.kind === 'joined' ? (addCounted(window, next) ?? window) : window;
  });
}

/** What a window is compared with. */
function findBasis(
  reference: CountedColumn,
  windows: readonly CountedColumn[],
  window: number,
  against: DriftAgainst,
): CountedColumn {
  const basis = chooseBasis(
    windows.map(({ rows }) => rows),
    window,
    against,
  );
  const parts = windows.filter((_, index) => basis.windows.includes(index));
  const [first = reference, ...others] = basis.hasReference ? [reference, ...parts] : parts;
  return others.reduce((sum, part) => addCounted(sum, part) ?? sum, first);
}
