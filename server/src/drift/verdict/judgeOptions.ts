/** What a verdict depends on beside the data. */
import type { DriftMeasure } from '../../../../schemas/driftVerdict.ts';
import type { BlocksOfSides, BlockVariation } from './blockVariation.ts';

export interface JudgeOptions {
  /** Whole number; equal seeds give equal verdicts, byte for byte. */
  readonly seed: number;
  /** Share of windows without change in which an alarm may still be raised, such as 0.05. */
  readonly falseAlarm: number;
  /** Tests of the whole family, over all columns and windows, at least 1; each needs a smaller probability. */
  readonly tests: number;
  /** Effects below these do not count. */
  readonly smallest: Readonly<Record<DriftMeasure, number>>;
  /** How blocks of rows vary; absent where each row counts as independent of the others. */
  readonly varies?:
    | {
        readonly variation: BlockVariation;
        readonly sides: BlocksOfSides;
        /** Length of a block, such as `1 day`. */
        readonly period: string;
        /** Whether each block holds one value of the column, as a day has one weekday, and all of them hold several. */
        readonly hasOneValue?: boolean | undefined;
      }
    | undefined;
}

/** A shift by 0.1 standard deviations of a normal column moves ranks by 0.03. */
export const defaultSmallest: JudgeOptions['smallest'] = {
  'rank-wasserstein': 0.03,
  'total-variation': 0.05,
  proportion: 0.02,
};

export const defaultJudgeOptions: JudgeOptions = {
  seed: 20261102,
  falseAlarm: 0.05,
  tests: 1,
  smallest: defaultSmallest,
};
