/** How badly rows fit the main directions of the reference: columns that no longer move together. */
import { diagonalise } from '../../statistics/symmetricEigen.ts';
import { sumStable } from '../../statistics/stableSum.ts';

export interface Reconstruction {
  /** Directions that are kept. */
  readonly components: number;
  /**
   * The distance of each row from its reconstruction, in standard deviations of the reference.
   * As a column of numbers it gets an ordinary verdict.
   */
  readonly measure: (columns: readonly Float64Array[]) => Float64Array;
}

/** Directions are kept until they hold more than this share of the variance. */
const keptShare = 0.65;

/**
 * @param columns of the reference, of equal length; NaN becomes the mean of its column
 * @throws {RangeError} without rows: a bug in the caller
 * @source principal components of standardised columns, mean L2 distance; equals NannyML’s
 *   DataReconstructionDriftCalculator on columns of numbers
 */
export function fitReconstruction(columns: readonly Float64Array[]): Reconstruction {
  const rows = columns[0]?.length ?? 0;
  if (rows === 0) throw new RangeError('Nothing can be reconstructed from no rows.');
  const scales = columns.map((column) => {
    const known = column.filter((value) => !Number.isNaN(value));
    const mean = known.length === 0 ? 0 : sumStable(known) / known.length;
    const filled = column.map((value) => (Number.isNaN(value) ? mean : value));
    const deviation = Math.sqrt(sumStable(filled.map((value) => (value - mean) ** 2)) / rows);
    // A constant column stays where it is.
    return { mean, deviation: deviation === 0 ? 1 : deviation };
  });
  const standardise = (sides: readonly Float64Array[]): readonly Float64Array[] =>
    sides.map((column, place) => {
      const { mean = 0, deviation = 1 } = scales[place] ?? {};
      return column.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / deviation));
    });
  const standard = standardise(columns);
  const covariance = standard.map((one) =>
    Float64Array.from(standard, (other) => sumStable(one.map((value, row) => value * (other[row] ?? 0))) / rows),
  );
  const { values, vectors } = diagonalise(covariance);
  const all = values.reduce((sum, value) => sum + value, 0);
  let held = 0;
  const enough = values.findIndex((value) => {
    held += value;
    return held > keptShare * all;
  });
  const kept = vectors.slice(0, enough < 0 ? vectors.length : enough + 1);
  return {
    components: kept.length,
    measure: (sides) => {
      const points = standardise(sides);
      return Float64Array.from({ length: sides[0]?.length ?? 0 }, (_, row) => {
        const point = points.map((column) => column[row] ?? 0);
        const along = kept.map((vector) => vector.reduce((sum, part, place) => sum + part * (point[place] ?? 0), 0));
        return Math.hypot(
          ...point.map((value, place) =>
            along.reduce((rest, length, which) => rest - length * (kept[which]?.[place] ?? 0), value),
          ),
        );
      });
    },
  };
}
