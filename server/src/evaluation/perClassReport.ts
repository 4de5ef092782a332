/** Each of several classes against the rest: counts, and curves where there are scores. */
import type { EvaluationResult } from '../../../schemas/evaluationJob.ts';
import type { ClassAnswers, LabelAnswers } from './answers.ts';
import { classCountsOf } from './classification/confusion.ts';
import type { ClassCounts } from './classification/confusion.ts';
import { precisionRecallCurve, rocCurve, thinCurve } from './classification/curves.ts';
import { labelCounts } from './classification/multilabel.ts';
import { indicatorsOf, rankClass } from './classification/oneAgainstRest.ts';
import type { Indicators } from './classification/oneAgainstRest.ts';
import { confusionOf } from './measureClasses.ts';

type Report = NonNullable<EvaluationResult['perClass']>;

/** Classes that are shown one by one: nobody reads more curves, and a record stays small. */
const mostClasses = 50;
const curvePoints = 60;

/** The most frequent classes, in the declared order. */
export function reportClasses(answers: ClassAnswers | LabelAnswers): Report {
  const { classes, probabilities } = answers;
  const counts = countsOf(answers);
  const truth = truthOf(answers);
  const support = ({ truePositives, falseNegatives }: ClassCounts): number => truePositives + falseNegatives;
  const shown = counts
    .map((one, index) => ({ one, index }))
    .toSorted((left, right) => support(right.one) - support(left.one) || left.index - right.index)
    .slice(0, mostClasses)
    .toSorted((left, right) => left.index - right.index);
  return shown.map(({ one, index }) => {
    const ranked = probabilities === undefined ? undefined : rankClass(probabilities, truth, index);
    const thin = (points: ReturnType<typeof rocCurve>): [number, number][] =>
      thinCurve(points, curvePoints).map(([x, y]) => [x, y]);
    return {
      name: classes[index] ?? '',
      ...one,
      roc: ranked === undefined ? [] : thin(rocCurve(ranked)),
      precisionRecall: ranked === undefined ? [] : thin(precisionRecallCurve(ranked)),
    };
  });
}

function countsOf(answers: ClassAnswers | LabelAnswers): readonly ClassCounts[] {
  if (answers.kind === 'classes') return classCountsOf(confusionOf(answers));
  const { classes } = answers;
  return labelCounts({ values: answers.truth, classes }, { values: answers.answers, classes });
}

function truthOf(answers: ClassAnswers | LabelAnswers): Indicators {
  return answers.kind === 'classes'
    ? indicatorsOf(answers.truth, answers.classes.length)
    : { values: answers.truth, classes: answers.classes.length };
}
