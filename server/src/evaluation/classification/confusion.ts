/** Counts of true against answered classes: all that many metrics need. */

export interface Confusion {
  /** In the declared order, which is that of rows and columns. */
  readonly classes: readonly string[];
  /** Row-major, row: true class, column: answer; whole numbers. */
  readonly counts: Float64Array;
}

/** What one class sees of a confusion matrix, or of a column of several labels. */
export interface ClassCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/**
 * Counts pairs of classes.
 *
 * @param truth index of the true class, by row
 * @param answers index of the answered class, by row; as long as `truth`
 * @throws {RangeError} when lengths differ or an index is no class: a bug in the caller, never user data
 */
export function countConfusion(truth: Int32Array, answers: Int32Array, classes: readonly string[]): Confusion {
  const size = classes.length;
  if (truth.length !== answers.length) throw new RangeError(`${truth.length} truths and ${answers.length} answers.`);
  const counts = new Float64Array(size * size);
  for (let row = 0; row < truth.length; row++) {
    const trueClass = truth[row] ?? -1;
    const answer = answers[row] ?? -1;
    if (trueClass < 0 || trueClass >= size || answer < 0 || answer >= size) {
      throw new RangeError(`Row ${row} has the classes ${trueClass} and ${answer} of ${size}.`);
    }
    const at = trueClass * size + answer;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { classes, counts };
}

/** Rows in the matrix. */
export function countRows({ counts }: Confusion): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Rows of a true class that got an answer, both as indices. */
export function countAt({ classes, counts }: Confusion, trueClass: number, answer: number): number {
  return counts[trueClass * classes.length + answer] ?? 0;
}

/** Rows by true class, in the order of the classes. */
export function countTruths(confusion: Confusion): Float64Array {
  return Float64Array.from(confusion.classes, (_, trueClass) =>
    confusion.classes.reduce((sum, _name, answer) => sum + countAt(confusion, trueClass, answer), 0),
  );
}

/** Rows by answered class, in the order of the classes. */
export function countAnswers(confusion: Confusion): Float64Array {
  return Float64Array.from(confusion.classes, (_, answer) =>
    confusion.classes.reduce((sum, _name, trueClass) => sum + countAt(confusion, trueClass, answer), 0),
  );
}

/** The matrix as each class sees it, in the order of the classes. */
export function classCountsOf(confusion: Confusion): readonly ClassCounts[] {
  const truths = countTruths(confusion);
  const answers = countAnswers(confusion);
  const rows = countRows(confusion);
  return confusion.classes.map((_, index) => {
    const truePositives = countAt(confusion, index, index);
    const falseNegatives = (truths[index] ?? 0) - truePositives;
    const falsePositives = (answers[index] ?? 0) - truePositives;
    return {
      truePositives,
      falsePositives,
      falseNegatives,
      trueNegatives: rows - truePositives - falseNegatives - falsePositives,
    };
  });
}
