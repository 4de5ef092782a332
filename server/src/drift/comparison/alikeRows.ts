/** The blocks of a reference, such as its days, whose rows are alike: of one column, what verdicts are held against. */
import type { DriftAgainst } from '../../../../schemas/driftJob.ts';
import { pairColumns, type ColumnPair } from '../columnPair.ts';
import { measureBlocks } from '../verdict/blockVariation.ts';
import type { JudgeOptions } from '../verdict/judgeOptions.ts';
import { compareGroups } from '../verdict/compareGroups.ts';
import type { CountedColumn } from './countedColumn.ts';

/** How the reference was cut. */
export interface BlockCut {
  /** Length of a block, such as `1 day`. */
  readonly period: string;
  /** Most blocks that fit into a window; undefined where windows are not cut by time. */
  readonly perWindow: number | undefined;
  /** For each block with rows, the group of blocks in which it lies, such as its week; −1 for none. */
  readonly groups: readonly number[];
}

export interface AlikeRows {
  /** What a window and its basis are held against. */
  readonly variesOf: (
    basis: Pick<CountedColumn, 'rows'>,
    window: Pick<CountedColumn, 'rows'>,
    against: DriftAgainst,
  ) => NonNullable<JudgeOptions['varies']>;
  /** Probability that groups of blocks lie so far apart when blocks are independent; undefined with too few groups. */
  readonly ofGroups: number | undefined;
}

/**
 * @param blocks counts of each block that has rows
 * @returns undefined where there are too few blocks to tell how far they lie apart
 */
export function lookAtBlocks(
  reference: CountedColumn,
  blocks: readonly CountedColumn[],
  { period, perWindow, groups }: BlockCut,
  seed: number,
): AlikeRows | undefined {
  const pairs = blocks.map((block) => pairColumns(reference, block));
  const variation = measureBlocks(pairs, seed);
  if (variation === undefined) return undefined;
  const hasOneValue = followsBlocks(pairs);
  const rowsPerBlock = blocks.reduce((sum, { rows }) => sum + rows, 0) / blocks.length;
  // By their rows, as many as blocks of the reference have, because nobody counts the blocks of a window: one that has
  // few rows still holds a block, and one that has many holds no more than fit.
  const countOf = (rows: number, most = Number.POSITIVE_INFINITY): number =>
    Math.max(1, Math.min(rows / rowsPerBlock, most));
  return {
    variesOf: (basis, window, against) => ({
      variation,
      period,
      hasOneValue,
      sides: {
        reference: countOf(basis.rows, against.kind === 'previous' ? perWindow : undefined),
        current: countOf(window.rows, perWindow),
      },
    }),
    ofGroups: compareGroups(pairs, groups, seed),
  };
}

/** Whether each block holds one value, not the same in all. */
function followsBlocks(pairs: readonly ColumnPair[]): boolean {
  const countFilled = (rows: Float64Array): number => rows.reduce((filled, own) => filled + Number(own > 0), 0);
  return pairs.every(
    ({ cells }) => cells.kind !== 'apart' && countFilled(cells.current) === 1 && countFilled(cells.reference) > 1,
  );
}
