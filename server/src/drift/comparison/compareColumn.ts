/** One column, compared in every window with what the window is held against. */
import type { DriftAgainst, DriftOverlay, JudgedCell } from '../../../../schemas/driftJob.ts';
import type { DriftStatisticName, DriftTool } from '../../../../schemas/driftVerdict.ts';
import { pairColumns } from '../columnPair.ts';
import { computeStatistic } from '../computeStatistic.ts';
import { defaultSmallest } from '../verdict/judgeOptions.ts';
import { judgeColumn } from '../verdict/judgeColumn.ts';
import { chooseBasis } from './chooseBasis.ts';
import { addCounted, type CountedColumn } from './countedColumn.ts';
import { describeChange } from './describeChange.ts';
import { drawOverlay } from './drawOverlay.ts';
import { explainPrevalence } from './explainPrevalence.ts';
import { recomputeTool } from './recomputeTool.ts';

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
  const cells = joined.map((window, index) => {
    if (states[index]?.kind !== 'judged') return null;
    const basis = findBasis(reference, joined, index, options.against);
    const { positives } = options;
    const explained = positives === undefined ? undefined : explainPrevalence(reference, positives, window);
    return { ...judgeCell(basis, window, options), ...(explained === undefined ? {} : { explained }) };
  });
  return { overlay: drawOverlay(reference, joined), cells };
}

function judgeCell(reference: CountedColumn, current: CountedColumn, options: CompareOptions): JudgedCell {
  const { seed, falseAlarm, tests, statistics, tools } = options;
  const pair = pairColumns(reference, current);
  const judgements = judgeColumn(pair, {
    seed,
    falseAlarm,
    tests,
    smallest: defaultSmallest,
    variation: 1,
  });
  return {
    judgements: [...judgements],
    statistics: statistics.map((name) => computeStatistic(name, pair)),
    tools: tools.map((tool) => recomputeTool(tool, pair)),
    ...describeChange(reference, current),
  };
}

function joinWindows(windows: readonly CountedColumn[], states: readonly WindowState[]): readonly CountedColumn[] {
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
