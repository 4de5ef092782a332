/** Each class of a run against the rest, with intervals, from the counts that the record holds. */
import type { RunView } from '../../../../schemas/evaluationPanel.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import { computeWilsonInterval } from '../../statistics/proportion.ts';

interface Counts {
  readonly name: string;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

/**
 * @returns undefined for two classes, which curves and confusion say everything of, and for things and pixels, which have
 *   numbers of their own: those of one picture are not independent, so that an interval from their counts is too narrow
 */
export function perClassOf({ confusion, perClass, things }: RunRecord): RunView['perClass'] {
  if (things !== undefined) return undefined;
  const counts = perClass ?? (confusion === undefined || confusion.classes.length < 3 ? [] : countsOf(confusion));
  return counts.length === 0 ? undefined : counts.map(viewOf);
}

/** @param counts row: true class, column: answer */
function countsOf({ classes, counts }: NonNullable<RunRecord['confusion']>): readonly Counts[] {
  const answered = classes.map(() => 0);
  for (const row of counts) {
    for (const [column, count] of row.entries()) answered[column] = (answered[column] ?? 0) + count;
  }
  return classes.map((name, index) => {
    const row = counts[index] ?? [];
    const truePositives = row[index] ?? 0;
    const truths = row.reduce((sum, count) => sum + count, 0);
    return {
      name,
      truePositives,
      falsePositives: (answered[index] ?? 0) - truePositives,
      falseNegatives: truths - truePositives,
    };
  });
}

function viewOf({
  name,
  truePositives,
  falsePositives,
  falseNegatives,
}: Counts): NonNullable<RunView['perClass']>[number] {
  const n = truePositives + falseNegatives;
  const answered = truePositives + falsePositives;
  return {
    name,
    n,
    answered,
    recall: shareOf(truePositives, n),
    precision: shareOf(truePositives, answered),
    f1: n + answered === 0 ? null : (2 * truePositives) / (n + answered),
  };
}

function shareOf(hits: number, rows: number) {
  const interval = computeWilsonInterval(hits, rows, 0.95);
  return interval.kind === 'undefined' ? null : { share: hits / rows, low: interval.low, high: interval.high };
}
